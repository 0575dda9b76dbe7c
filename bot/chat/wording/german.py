"""German."""

from bot.chat.wording.catalogue import CommandWords, Wording
from bot.chat.wording.numbers import Numbers
from bot.chat.wording.subscribing_german import SUBSCRIBING
from bot.chat.wording.updates_german import UPDATES

_COMPANY = ("firma", "Name, ISIN, WKN oder Symbol")
_PERIOD = ("zeitraum", "wie weit das Chart zurückreicht")

GERMAN = Wording(
    code="de",
    numbers=Numbers(
        decimal=",",
        group=".",
        symbol_first=False,
        months=(
            "Jan",
            "Feb",
            "März",
            "Apr",
            "Mai",
            "Juni",
            "Juli",
            "Aug",
            "Sep",
            "Okt",
            "Nov",
            "Dez",
        ),
    ),
    commands={
        "news": CommandWords(
            name="neuigkeiten",
            about="Was passiert ist, von wem es kommt und was die Aktie kostet",
            example="neuigkeiten xiaomi",
            options={"company": _COMPANY},
        ),
        "price": CommandWords(
            name="kurs",
            about="Was die Aktie kostet, mit Chart",
            example="kurs xiaomi 1m",
            options={"company": _COMPANY, "period": _PERIOD},
        ),
        "compare": CommandWords(
            name="vergleich",
            about="Zwei bis fünf Firmen in einem Chart, jede beginnt bei 100",
            example="vergleich xiaomi, byd, apple",
            options={
                "companies": ("firmen", "zwei bis fünf, durch Kommas getrennt"),
                "period": _PERIOD,
            },
        ),
        "subscribe": CommandWords(
            name="abo",
            about="Neuigkeiten, Kurse, Bewegungen, eine Marke oder ein 52-Wochen-Hoch abonnieren",
            example="abo xiaomi bewegung 5",
            options={
                "company": _COMPANY,
                "what": ("was", "was kommen soll; ohne frage ich danach"),
                "value": ("wert", "Prozent einer Bewegung oder Kurs einer Marke: über 2,60"),
                "where": ("wohin", "Kanal, Thread oder Forum; ohne Angabe hierher"),
                "when": ("wann", "Zeit und Tage des täglichen Kurses, zum Beispiel 18:30 mo-fr"),
                "role": ("rolle", "Rolle, die erwähnt wird"),
            },
        ),
        "subscriptions": CommandWords(
            name="abos",
            about="Was hier abonniert ist: Vorschau, Pause, ändern, entfernen",
            example="abos",
            options={},
        ),
        "settings": CommandWords(
            name="einstellungen",
            about="Was dieser Server gewählt hat; Ändern braucht „Server verwalten“",
            example="einstellungen börse Frankfurt",
            options={},
        ),
        "settings show": CommandWords(
            name="zeigen",
            about="Zeigen, was dieser Server gewählt hat",
            example="einstellungen",
            options={},
        ),
        "settings language": CommandWords(
            name="sprache",
            about="Sprachen, die hier gelesen werden; die erste spreche ich",
            example="einstellungen sprache de en",
            options={"languages": ("sprachen", "Kürzel, zum Beispiel: de en")},
        ),
        "settings currency": CommandWords(
            name="währung",
            about="Währung, in die fremde Kurse umgerechnet werden",
            example="einstellungen währung EUR",
            options={"currency": ("währung", "drei Buchstaben, zum Beispiel EUR")},
        ),
        "settings venue": CommandWords(
            name="börse",
            about="Börse, an der diese Gemeinschaft handelt",
            example="einstellungen börse Frankfurt",
            options={"venue": ("börse", "Name oder MIC, zum Beispiel Frankfurt oder XFRA")},
        ),
        "settings timezone": CommandWords(
            name="zeitzone",
            about="Zeitzone aller Zeiten, die ich hier schreibe",
            example="einstellungen zeitzone Europe/Berlin",
            options={"timezone": ("zeitzone", "zum Beispiel Europe/Berlin")},
        ),
        "settings prefix": CommandWords(
            name="präfix",
            about="Womit ein getippter Befehl beginnt",
            example="einstellungen präfix ?",
            options={"prefix": ("präfix", "ein bis fünf Zeichen, zum Beispiel ?")},
        ),
        "settings subscribers": CommandWords(
            name="abonnenten",
            about="Rolle, die abonnieren darf, neben denen, die den Server verwalten",
            example="einstellungen abonnenten @Anleger",
            options={"role": ("rolle", "eine Rolle dieses Servers, oder aus")},
        ),
        "settings cashtags": CommandWords(
            name="cashtags",
            about="Ob ich auf $XIACY in einer Nachricht antworte",
            example="einstellungen cashtags an",
            options={"switch": ("schalter", "an oder aus")},
        ),
        "settings quiet": CommandWords(
            name="ruhezeit",
            about="Stunden, in denen ich nichts ungefragt schreibe",
            example="einstellungen ruhezeit 22:00-07:00",
            options={"hours": ("stunden", "zum Beispiel 22:00-07:00, oder aus")},
        ),
        "help": CommandWords(
            name="hilfe",
            about="Was ich kann",
            example="hilfe kurs",
            options={"command": ("befehl", "ein Befehl im Einzelnen")},
        ),
        "about": CommandWords(
            name="info",
            about="Was ich bin und woher meine Angaben kommen",
            example="info",
            options={},
        ),
        "privacy": CommandWords(
            name="datenschutz",
            about="Was ich speichere und wie lange",
            example="datenschutz",
            options={},
        ),
        "data": CommandWords(
            name="daten",
            about="Was ich über diesen Server speichere",
            example="daten löschen",
            options={},
        ),
        "data delete": CommandWords(
            name="löschen",
            about="Alles löschen, was ich über diesen Server speichere („Server verwalten“)",
            example="daten löschen",
            options={},
        ),
    },
    errors={
        "error": "Etwas ist schiefgegangen.",
        "input": "Diese Eingabe kann ich nicht verwenden.",
        "empty_query": "Welche Firma? Schreib einen Namen, eine ISIN, WKN oder ein Symbol.",
        "query_too_long": (
            "Das sind {length} Zeichen; ein Firmenname, eine ISIN oder ein Symbol hat höchstens"
            " {limit}."
        ),
        "invalid_identifier": "„{value}“ ist keine gültige {kind}: {reason}.",
        "unknown_instrument": "Eine Firma „{query}“ kenne ich nicht.",
        "ambiguous_instrument": "„{query}“ kann mehrere Firmen meinen.",
        "unreadable_file": "Diese Datei kann nicht gelesen werden.",
        "source": "{source} hat nicht wie erwartet geantwortet.",
        "source_down": "{source} ist nicht erreichbar.",
        "source_timeout": "{source} hat nicht rechtzeitig geantwortet.",
        "source_limited": "{source} bittet uns, einen Moment zu warten.",
        "not_found": "{source} weiß davon nichts.",
        "bad_answer": "{source} hat etwas Unbrauchbares geantwortet.",
        "too_large": "{source} hat mehr geschickt, als angenommen wird.",
        "forbidden_address": "{source} darf nicht abgerufen werden.",
        "work": "Das ließ sich nicht berechnen. Bitte noch einmal versuchen.",
        "work_timeout": "Das hat zu lange gedauert und wurde beendet. Bitte noch einmal versuchen.",
        "work_died": "Das ließ sich nicht berechnen. Bitte noch einmal versuchen.",
        "store": "Meine Datenbank ist gerade nicht benutzbar; nichts wurde geändert.",
        "settings": "Die Einstellungen sind falsch; der Betreiber muss ins Protokoll sehen.",
        "lease_lost": "Ein anderer Prozess hat übernommen; bitte noch einmal versuchen.",
        "not_understood": "„{word}“ verstehe ich an dieser Stelle nicht.",
        "bad_percent": "„{value}“ ist keine Bewegung, die ich melde: {least} bis {most} Prozent.",
        "bad_level": "„{value}“ ist kein Kurs. Zum Beispiel: 2,60 oder 20 HKD.",
        "level_missing": "Eine Marke braucht ihren Kurs, zum Beispiel: über 2,60.",
        "bad_when": "„{value}“ sind weder Uhrzeit noch Tage. Zum Beispiel: 18:30 mo-fr.",
        "only_close_has_times": (
            "Uhrzeit und Tage gelten für den täglichen Kurs; alles andere kommt sofort."
        ),
        "everybody_mentioned": "Ich erwähne nie alle: wähle eine Rolle.",
        "nothing_wanted": "Wähle zuerst, was kommen soll.",
        "not_listed_in": "{name} wird nicht in {currency} gehandelt. Möglich: {accepted}.",
        "too_many_subscriptions": (
            "Dieser Server darf {limit} Abos haben, das wären mehr: entferne zuerst eins."
        ),
        "subscription_gone": "Dieses Abo gibt es nicht mehr.",
        "already_subscribed": "Das ist dort schon abonniert.",
        "not_listed": (
            "Ich kenne keine Börse, an der {name} gehandelt wird: nur Neuigkeiten gehen im Abo."
        ),
        "form_gone": "Dieses Formular ist zu alt. Bitte schreib den Befehl noch einmal.",
        "needs_role": "Das braucht die Berechtigung „Server verwalten“ oder die Rolle „{role}“.",
        "not_allowed": "Das braucht die Berechtigung „Server verwalten“.",
        "only_in_server": "Das geht auf einem Server, nicht in einer Direktnachricht.",
        "bad_choice": "{sentence}",
        "cooldown": "Einen Moment: in {seconds} Sekunden kannst du wieder fragen.",
        "discord": "Discord ist nicht benutzbar.",
        "token_missing": "Es fehlt ein Discord-Token.",
        "token_refused": "Discord lehnt das Token ab.",
        "discord_down": "Discord ist nicht erreichbar.",
    },
    reasons={
        "check_digit": "die Prüfziffer stimmt nicht",
        "length": "die Zahl der Zeichen stimmt nicht",
        "letters": "eine WKN enthält nie die Buchstaben I und O",
        "characters": "sie enthält Zeichen, die nicht hineingehören",
        "country": "sie beginnt nicht mit einem Länderkürzel",
    },
    menu_lookup="Firma nachschlagen",
    updates=UPDATES,
    subscribing=SUBSCRIBING,
    states={"live": "live", "delayed": "verzögert", "closed": "geschlossen", "stale": "veraltet"},
    delayed_by="{minutes} Min. verzögert",
    fetched="abgerufen {time}",
    remembered="Keine Kursquelle ist erreichbar. Letzter bekannter Kurs:",
    remembered_line="Stand {time} ({age})",
    no_quotes="Kein Kurs: gerade hat keine Quelle einen.",
    quotes_pending="Der Kurs wird noch geladen …",
    below_high="{percent} unter 52-Wochen-Hoch {high}",
    at_high="auf 52-Wochen-Hoch {high}",
    above_high="über dem bisherigen 52-Wochen-Hoch {high}",
    converted="≈ {amount} (EZB-Kurs {date})",
    venues={
        "XHKG": "Hongkong",
        "XSTU": "Stuttgart",
        "XMUN": "München",
        "XDUS": "Düsseldorf",
        "XHAM": "Hamburg",
        "XBER": "Berlin",
        "XSWX": "Schweiz",
        "XWBO": "Wien",
        "XMIL": "Mailand",
        "MTAA": "Mailand",
        "XTKS": "Tokio",
        "XTAI": "Taipeh",
        "XSHG": "Schanghai",
        "XKRX": "Seoul",
    },
    home="Heimatbörse",
    previous_close="Vortag",
    day_range="Tag",
    year_range="52 Wochen",
    volume="Volumen",
    period_change="{change} in {period}",
    no_chart="Ein Chart gibt es nicht: gerade liefert keine Quelle die Kursreihe.",
    periods={
        "1d": "1 Tag",
        "5d": "5 Tagen",
        "1m": "1 Monat",
        "6m": "6 Monaten",
        "1y": "1 Jahr",
        "5y": "5 Jahren",
    },
    short_periods={"1d": "1T", "5d": "5T", "1m": "1M", "6m": "6M", "1y": "1J", "5y": "5J"},
    via="{source}, via {host}",
    more_sources_one="+1 weitere Quelle",
    more_sources="+{count} weitere Quellen",
    more_reports_one="+1 weitere Meldung",
    more_reports="+{count} weitere Meldungen",
    undated="ohne Datum",
    updated="aktualisiert {time}",
    written="✎ zusammengefasst von {model}",
    tones={"positive": "Ton: positiv", "negative": "Ton: negativ"},
    nothing_found="Keine Nachrichten gefunden.",
    nothing_left="Von allem Gefundenen bleibt nichts übrig: {foot}.",
    news_down="Keine Nachrichtenquelle hat geantwortet.",
    news_pending="Die Nachrichten werden noch geladen …",
    more_stories="und {count} weitere",
    failed="{sources}: {reason}",
    failed_because={
        "source_down": "nicht erreichbar",
        "source_timeout": "keine Antwort in der Zeit",
        "source_limited": "um Geduld gebeten",
        "not_found": "kein Eintrag",
        "bad_answer": "unbrauchbare Antwort",
        "too_large": "Antwort zu groß",
        "forbidden_address": "Abruf nicht erlaubt",
        "work_timeout": "Lesen dauerte zu lange",
        "other": "ausgefallen",
    },
    pending="Noch unterwegs: {sources} …",
    waiting="Ich sehe nach …",
    sources="Quellen: {names}",
    disclaimer="keine Anlageberatung",
    found="{count} gefunden",
    beyond="{count} weitere",
    dropped={
        "duplicate": ("1 Duplikat", "{count} Duplikate"),
        "stale": ("1 alt", "{count} alt"),
        "other_company": ("1 zu anderer Firma", "{count} zu anderen Firmen"),
        "unreadable": ("1 unlesbar", "{count} unlesbar"),
    },
    left_out_title="Weggelassen: {name}",
    left_out_none="Nichts wurde weggelassen.",
    left_out_gone=(
        "Diese Karte ist zu alt: was sie weggelassen hat, ist nicht mehr gespeichert. Frag noch"
        " einmal."
    ),
    left_out_page="{first}–{last} von {count}",
    reason_of={
        "duplicate": "Duplikat",
        "stale": "alt (über sieben Tage)",
        "other_company": "zu anderer Firma oder zum Markt",
        "unreadable": "unlesbar (ohne Überschrift)",
    },
    page_back="◀ zurück",
    page_on="weiter ▶",
    compare_title="Vergleich, {period}",
    compare_head=("Firma", "Kurs", "Änderung"),
    compare_missing="Nicht im Chart: {names}",
    compare_too_few="Nenne mindestens zwei Firmen, zum Beispiel: {example}",
    compare_doubts="Mehrere Namen sind nicht eindeutig: {names}. Schreib sie genauer.",
    compare_too_many="Höchstens {limit} Firmen passen in ein Chart.",
    ambiguous_title="Welche?",
    ambiguous="„{query}“ kann mehrere Firmen meinen:",
    unknown_title="Unbekannte Firma",
    unknown=(
        "Eine Firma „{query}“ kenne ich nicht. Versuch es mit dem vollen Namen, der ISIN, WKN oder"
        " dem Symbol."
    ),
    unknown_silent=(
        "Quellen, die sie kennen könnten, antworten gerade nicht; versuch es gleich noch einmal."
    ),
    unknown_nearest="Meinst du eine von diesen?",
    invalid_title="Keine gültige {kind}",
    example="Zum Beispiel: `{example}`",
    nothing_named="In dieser Nachricht erkenne ich keine Firma.",
    gone="Diese Firma kenne ich nicht mehr. Bitte frag noch einmal nach ihrem Namen.",
    settings_title="Einstellungen dieses Servers",
    settings_names={
        "languages": "Sprachen",
        "currency": "Währung",
        "venue": "Börse",
        "timezone": "Zeitzone",
        "prefix": "Präfix",
        "cashtags": "Cashtags",
        "quiet": "Ruhezeit",
        "subscribers": "Dürfen abonnieren",
    },
    settings_changed="{name}: {value}",
    settings_hint="Ändern mit `{example}` (braucht „Server verwalten“).",
    on="an",
    off="aus",
    quiet_none="keine",
    bad_language="„{value}“ ist keine Sprache, die ich hier lesen kann. Möglich: {accepted}.",
    bad_currency="„{value}“ ist keine Währung mit EZB-Kurs. Möglich: {accepted}.",
    bad_venue="Eine Börse „{value}“ kenne ich nicht. Möglich sind Name oder MIC: {accepted}.",
    bad_timezone="„{value}“ ist keine Zeitzone. Möglich sind Namen wie Europe/Berlin.",
    bad_prefix=(
        "„{value}“ kann kein Präfix sein. Möglich: ein bis fünf Zeichen ohne Leerzeichen,"
        " Buchstaben und Ziffern nur zusammen mit einem Satzzeichen, und keins von"
        " @ # / < > ` * _ ~ | \\ $."
    ),
    bad_switch="„{value}“ ist weder an noch aus.",
    bad_quiet="„{value}“ sind keine Stunden. Möglich: 22:00-07:00, oder aus.",
    nearest="Am nächsten: {names}.",
    languages={"de": "Deutsch", "en": "Englisch", "zh": "Chinesisch"},
    help_title="Was ich kann",
    help_text=(
        "Schreib `{prefix}` vor einen Befehl, erwähne mich oder nimm `/`. Eine Firma ist ein Name,"
        " eine ISIN, WKN oder ein Symbol."
    ),
    help_usage="Zum Beispiel: `{example}`",
    help_unknown="Einen Befehl „{name}“ habe ich nicht.",
    about_title="Parkett",
    about=(
        "*Parkett* ist der Börsensaal. Eine Karte sagt, was bei einer Firma passiert ist, von wem"
        " es kommt und was ihre Aktie dort kostet, wo eure Gemeinschaft handelt."
        " Kanäle können Firmen abonnieren und hören von ihnen, ohne zu fragen."
        "\n\nJeder Satz, jede Zahl und jedes Zitat einer Karte steht in einer Quelle, die sie"
        " nennt. Kurse stehen mit Börse, Währung und Zeit und können verzögert sein; was mit ≈"
        " markiert ist, ist mit einem Kurs der Europäischen Zentralbank umgerechnet. Ich gebe nie"
        " Anlageberatung."
    ),
    privacy_title="Datenschutz",
    privacy=(
        "**Gespeichert:** die Einstellungen dieses Servers; zu jeder Karte, um welche Firma es"
        " ging und welche öffentlichen Artikel sie weggelassen hat, {days} Tage lang; zu"
        " jedem Abo, was wohin kommt, welche Rolle es erwähnt und die Discord-Nummer dessen, der es"
        " bestellt hat, bis es entfernt wird; was in einem Formular gewählt wurde, {days}"
        " Tage lang; öffentliche Kurse und Artikel.\n"
        "**Nicht gespeichert:** eure Nachrichten, Namen oder Profile. Was ihr hinter einen Befehl"
        " schreibt, dient der Antwort und wird dann vergessen; es steht in keinem Protokoll.\n"
        "**Weitergegeben:** Quellen im Internet werden nach der Firma gefragt, nie, wer fragt.\n"
        "**Gelöscht:** sofort mit `{example}` („Server verwalten“) und wenn ich einen Server"
        " verlasse. Nichts dient dem Training von Modellen."
    ),
    delete_title="Daten dieses Servers löschen?",
    delete_ask=(
        "Alle Einstellungen und Abos dieses Servers und die Aufzeichnungen zu meinen Karten hier"
        " werden gelöscht. Das lässt sich nicht rückgängig machen."
    ),
    delete_yes="Alles löschen",
    deleted="Alles, was ich über diesen Server gespeichert hatte, ist gelöscht.",
    error_title="Das ging nicht",
    unexpected=(
        "Bei mir ist etwas schiefgegangen. Der Betreiber findet es im Protokoll als {reference}."
    ),
    mention_hint="Schreib `{example}` oder sieh in `{help}` nach.",
)
