"""German of posted updates."""

from bot.chat.wording.updates import UpdateWords

UPDATES = UpdateWords(
    manage="Verwalten",
    manage_there="Auf deinem Server: /abos",
    move={"up": "{name} steigt um {percent}", "down": "{name} fällt um {percent}"},
    move_unmeasured={"up": "{name} steigt", "down": "{name} fällt"},
    move_line="Bewegung ab ±{percent}",
    level={"up": "{name} steigt über {level}", "down": "{name} fällt unter {level}"},
    level_at="{name} erreicht {level}",
    level_line={"up": "Über {level}", "down": "Unter {level}"},
    level_at_line="Auf {level}",
    high={
        "near": "{name} ist nahe am 52-Wochen-Hoch",
        "broken": "{name} mit neuem 52-Wochen-Hoch",
    },
    high_line={"near": "Nahe am 52-Wochen-Hoch", "broken": "Neues 52-Wochen-Hoch"},
    low={
        "near": "{name} ist nahe am 52-Wochen-Tief",
        "broken": "{name} mit neuem 52-Wochen-Tief",
    },
    low_line={"near": "Nahe am 52-Wochen-Tief", "broken": "Neues 52-Wochen-Tief"},
    closed="{name} schließt bei {price}",
    closed_line="Schluss",
    standing="{name} steht bei {price}",
    standing_line="Kurs",
    against="Vortag {price}",
    threshold="Alarm ab ±{percent}",
    before="Zuvor gemeldet:",
    before_line="zuvor gemeldet:",
    below_low="unter dem bisherigen 52-Wochen-Tief {low}",
    at_low="auf 52-Wochen-Tief {low}",
    above_low="{percent} über 52-Wochen-Tief {low}",
    outage="**{source}** antwortet nicht; Updates von dort kommen später.",
    outage_since="**{source}** antwortet seit {since} nicht; Updates von dort kommen später.",
    recovery="**{source}** antwortet wieder.",
    recovery_since="**{source}** antwortet wieder (Ausfall {since} – {until}).",
    lost_title=(
        "In einen Kanal kann ich nicht mehr schreiben",
        "In {count} Kanäle kann ich nicht mehr schreiben",
    ),
    lost_resting=(
        "Discord nimmt meine Nachrichten dort nicht an; deine Abos für diesen Kanal ruhen:",
        "Discord nimmt meine Nachrichten dort nicht an; deine Abos für diese Kanäle ruhen:",
    ),
    lost_how_title="So geht es weiter",
    lost_how=(
        "1. Erlaube mir in den Einstellungen des Kanals „Kanal ansehen“, „Nachrichten senden“ (in"
        " einem Thread „Nachrichten in Threads senden“), „Links einbetten“ und"
        " „Nachrichtenverlauf anzeigen“.\n"
        "2. Schreib auf deinem Server `/abos` und drücke bei jedem Abo auf „Fortsetzen“."
    ),
    lost_gone=(
        "Gibt es den Kanal nicht mehr? Dann entferne die Abos mit `/abos`, oder abonniere anderswo"
        " neu."
    ),
    lost_remove="Entferne sie mit `/abos`, oder abonniere anderswo neu.",
    count=("1 Neuigkeit", "{count} Neuigkeiten"),
    count_of="{updates} zu {companies} Firmen",
    of_sources="Quellen",
    of_channels="Kanäle",
    span="{first} bis {last}",
    more_of="und {count} weitere zu anderen Firmen",
)
