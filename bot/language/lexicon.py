"""Words that say how a company does, in German, English and a little Chinese. Our own lists.

An entry is the beginning of a folded word; "=word" is the whole word. Directions ("steigt") have
no tone of their own: what moves decides, a rising loss is bad.
"""

# What moves, and is good when it grows.
GOOD_WHEN_MORE = """
    profit profits income earnings =ebit ebitda =eps revenue revenues turnover sales margin margins order orders =backlog
    dividend dividends shares stock stocks price-target guidance forecast outlook demand output volume volumes growth return
    returns cash cashflow cash-flow efficiency productivity capacity market-share subscribers customers deliveries bookings valuation
    profitability traffic exports shipments production =roi =roce savings traction rating target =share confidence result results
    gewinn ergebnis überschuss reingewinn betriebsgewinn umsatz umsätz erlös marge auftragseingang aufträge auftragsbestand
    dividende aktie kurs kursziel prognose ausblick jahresziel ziele nachfrage absatz auslieferung wachstum rendite ausschüttung
    cashflow auslastung marktanteil kundenzahl abonnenten produktion exporte papier anteilsschein titel bestellungen wert
    quartalsgewinn halbjahresgewinn jahresgewinn nettogewinn quartalsumsatz konzernumsatz konzerngewinn einnahmen passagierzahl
    auftragslage geschäft geschäfte zuversicht stimmung buchungen
"""
# What moves, and is bad when it grows.
BAD_WHEN_MORE = """
    loss losses cost costs expense expenses debt debts unemployment complaints defaults write-down writedowns impairment deficit
    delays inventory =inventories provisions liabilities churn inflation layoffs risk risks fine fines charge charges taxes
    vacancy emissions injuries deaths competition pressure concerns fears shortage shortages
    verlust fehlbetrag kosten schulden verschuldung ausgaben aufwand aufwendungen abschreibung rückstellung arbeitslosigkeit
    insolvenz lagerbestand lagerbestände risiken risiko druck defizit leerstand betriebsverlust nettoverlust quartalsverlust
    minus inflation steuern zinslast belastung sorgen zweifel konkurrenz energiepreise rohstoffpreise materialkosten
"""
UP = """
    rise rises rose risen rising =up increase increases increased increasing grow grows grew grown growing climb climbed climbs
    climbing gain gains gained gaining jump jumps jumped jumping surge surges surged surging soar soars soared soaring
    advance advances advanced rally rallies rallied rallying lift lifts lifted hike hikes hiked raise raises raised raising
    boost boosts boosted double doubles doubled triple tripled expand expands expanded expanding widen widens widened widening
    higher skyrocket upped improve improves improved improving rebound rebounds rebounded strengthen strengthened accelerate
    accelerates accelerated exceed exceeds exceeded spike spikes spiked swell bigger more greater edged-up quadrupled recovers
    steig stieg gestieg anstieg anstieg kletter geklettert spring gesprung sprang wächst wachs gewachsen wuchs zuleg legt-zu
    zugelegt erhöh hebt anheb angehoben hob gehoben verdoppel verdreifach verbesser ausweit ausgeweitet gewinnt gewannen gewann haussier
    klettert höher zunehm zunahm nimmt-zu zugenommen rallye kurssprung kursgewinn aufwärts anzieh zieht-an zog angezogen
    erhol erholt vervielfach größer mehr schießt schnellt stärkt gestärkt beschleunig plus aufgestockt aufstock
"""
DOWN = """
    fall falls fell fallen falling =down decrease decreases decreased decreasing decline declines declined declining drop drops
    dropped dropping slump slumps slumped slumping slide slides slid sliding sink sinks sank sunk sinking plunge plunges plunged
    plunging tumble tumbles tumbled tumbling shrink shrinks shrank shrunk contract contracted contracts cut cuts cutting reduce
    reduces reduced reducing lower lowers lowered lowering weaken weakens weakened slip slips slipped slipping dip dips dipped
    halve halved narrow narrows narrowed narrower narrowing trim trims trimmed lose loses lost losing less fewer smaller
    shed sheds crash crashes crashed plummet plummets plummeted slash slashes slashed retreat retreats retreated erode eroded
    worsen worsens worsened deteriorate deteriorated deteriorates ease eases eased slow slows slowed slowing diminish diminished =off
    sink sank gesunken fällt fallen fiel gefallen rückgang rückgäng rückläufig zurückgegang zurückging geht-zurück senk gesenkt kürz gekürzt kappt
    einbruch einbrech bricht brach eingebroch verlier verlor rutsch gerutsch absturz abgestürz stürz schrumpf geschrumpf
    halbier verringer reduzier schwächer abwärts niedriger weniger geringer vermind nachgeb gibt-nach nachgegeben kurssturz
    kursrutsch kursverlust taucht sackt abgesackt verschlechter abschwäch abgeschwäch streich gestrichen zurückfall eingrenz
    drossel büßt eingebüßt einbuß verkleiner abgerutsch schmilz
"""
GOOD = """
    profitable beat beats beaten outperform outperforms upgrade upgrades upgraded record record-high strong stronger strongest success successful
    successfully win wins won winning award awarded breakthrough approval approves approved optimistic upbeat bullish positive
    positively better best exceeds surpass surpasses surpassed tops topped robust solid excellent favorable favourable
    milestone booming boom benefit benefits benefited recovery recover recovers recovered satisfied pleased happy great strength
    strengths impressive outpaced outperformed progress healthy =overweight confident opportunity cheers celebrates thrive thrives
    secures secured lands landed clinches innovative leading
    übertrifft übertroff übertraf rekord rekordhoch erfolg stark starke stärker kräftig robust solide positiv besser optimis zuversicht
    kaufempfehlung hochgestuf hochstuf zulassung genehmig durchbruch großauftrag gewonnen profitier erfreulich glänz überrascht-positiv
    bestwert aufschwung boom boomt lob lobt begeister bestmarke auszeichn ausgezeichnet gelung gelingt meistert kurssprung
    milliardenauftrag kursfeuerwerk kursrally rekordgewinn rekordumsatz rekordergebnis höhenflug schwarze
    overweight outperform buy
"""
BAD = """
    miss misses missed weak weaker weakest weakness warn warns warned warning profit-warning downgrade downgrades downgraded
    disappoint disappoints disappointed disappointing disappointment lawsuit sue sues sued suing probe probes investigation
    fraud scandal recall recalls bankruptcy bankrupt insolvency insolvent default fails fail failed failure fear
    crisis worst worse bad bearish negative negatively layoff lays-off laid-off job-cuts redundancies redundant underperform underweight
    penalty fined fine hit hurt hurts struggle struggles struggling trouble troubled delay delayed delays halt halts halted
    suspend suspended suspends shutdown closure closes shut hack breach criticism criticised criticized accused accuses
    threat threatens threatened loss-making unprofitable slowdown recession terminate terminated cancels cancelled dispute strike
    strikes plagued downturn writedown impairment scrap scraps scrapped resigns turmoil blow setback headwinds dismiss dismissed dismissal
    ousted plight fires fired allegations bribery collapse collapses collapsed scrutiny doubts downbeat gloomy poor lagging
    verfehl enttäusch schwach schwäch gewinnwarn warnt abgestuft abstuf klag verklagt ermittl betrug skandal rückruf
    insolvenz pleite krise negativ schlecht stellenabbau jobabbau entlass kündigung strafe bußgeld streik ausfall ausfäll scheiter
    misserfolg razzia verdacht vorwurf vorwürf rezession flaute belaste belastet einbuß probleme problem verzöger panne abschreib
    verkaufsempfehlung werksschließung schließung kurzarbeit gefahr droht bedroh kritik kritisier unsicher verunsicher sorge angst
    bremst gebremst dämpfer rückschlag talfahrt leidet gelitten litt untergewicht trübt pessimis kursdebakel desaster rote
    underweight underperform sell
"""
NEGATORS = """=not =no =never =without =neither =nor =n't =cannot =can't =won't =doesn't =didn't =isn't =wasn't =nicht =kein =keine =keinen =keiner =keinem =keines =nie =niemals =ohne =weder =kaum =avoid =avoids =avoided =verhindert =vermeidet =entgeht =trotz =despite =trotzt =defies"""

# Whole phrases, as regular expressions over the folded text, with their weight.
PHRASES: tuple[tuple[str, float], ...] = (
    (
        r"\b(?:turn(?:ed|s)?|swung|swings|swing|return(?:ed|s)?|back)\s(?:in)?to\s(?:a\s)?(?:net\s|operating\s|pretax\s)?profit",
        2.5,
    ),
    (
        r"\b(?:turn(?:ed|s)?|swung|swings|swing|slip(?:ped|s)?|fell|falls)\s(?:in)?to\s(?:an?\s)?(?:\w+\s){0,2}loss",
        -2.5,
    ),
    (
        r"\b(?:compared\s(?:to|with)|from|versus|against|vs\.?|after)\s(?:an?\s)?(?:\w+\s){0,3}loss",
        1.5,
    ),
    (
        r"\b(?:above|ahead\sof|beat\w*|better\sthan|exceed\w*|top(?:s|ped)?|surpass\w*|stronger[\s-]than)\s(?:\w+\s){0,3}(?:expect\w*|estimates?|forecasts?|consensus|views?)",
        2.0,
    ),
    (
        r"\b(?:below|short\sof|miss\w*|worse\sthan|lower\sthan|weaker[\s-]than|lag\w*)\s(?:\w+\s){0,3}(?:expect\w*|estimates?|forecasts?|consensus|views?)",
        -2.0,
    ),
    (
        r"\b(?:besser|stärker|höher|mehr)\sals\s(?:\w+\s){0,2}(?:erwartet|gedacht|prognostiziert|befürchtet|angenommen)|über\s(?:den\s)?erwartungen|erwartungen\s(?:\w+\s)?übert\w+",
        2.0,
    ),
    (
        r"\b(?:schlechter|schwächer|niedriger|weniger)\sals\s(?:\w+\s){0,2}(?:erwartet|gedacht|prognostiziert|erhofft)|unter\s(?:den\s)?erwartungen|erwartungen\s(?:\w+\s)?verfehlt",
        -2.0,
    ),
    (
        r"\b(?:weniger|geringerer|kleinerer|geringere|kleinere|niedrigerer)\s(?:\w+\s){0,1}(?:\w*verlust\w*|schulden|kosten)|\bverlust\w*\s(?:\w+\s){0,3}(?:verringert|eingegrenzt|reduziert|halbiert|gesenkt|eingedämmt)|(?:dämmt|grenzt|verringert|reduziert|halbiert)\s(?:\w+\s){0,3}\w*verlust\w*",
        2.0,
    ),
    (
        r"\b(?:less|smaller|narrower|narrowing|reduced|lower)\s(?:\w+\s){0,2}loss(?:es)?\b|\bloss(?:es)?\s(?:\w+\s){0,2}(?:narrow\w*|shrank|shrink\w*|halved)|\b(?:narrows?|narrowed|cuts?|trims?|reduc\w+)\s(?:its\s|the\s|\w+\s){0,2}loss",
        2.5,
    ),
    (
        r"\bzurück\sin\s(?:der|die)\s(?:gewinnzone|schwarzen\szahlen)|\b(?:schreibt|schafft|erreicht|in)\s(?:\w+\s)?(?:schwarze|schwarzen|gewinnzone)\b",
        2.5,
    ),
    (
        r"\b(?:rutscht|gerät|fällt|schreibt|in\s(?:die|den)|tief)\s(?:\w+\s){0,2}(?:rote|roten|verlustzone)\b(?:\szahlen)?",
        -2.5,
    ),
    (
        r"\b(?:cut|slash|lay\s?off|lays\s?off|laid\soff|axe|shed|eliminate)\w*\s(?:\w+\s|[\d,.]+\s){0,4}(?:jobs|staff|workers|employees|positions|workforce)",
        -2.0,
    ),
    (r"\bstreicht\s(?:\S+\s){0,4}(?:stellen|jobs|arbeitsplätze|dividende)", -2.0),
    (
        r"\b(?:hebt|erhöht|angehoben|hochgesetzt|steigert)\s(?:\S+\s){0,5}(?:prognose|ausblick|jahresziel\w*|kursziel|dividende|ziele)|(?:prognose|ausblick|jahresziele?|dividende|kursziel)\s(?:\S+\s){0,3}(?:angehoben|erhöht|hochgesetzt)",
        2.0,
    ),
    (
        r"\b(?:senkt|kappt|kürzt|kassiert|streicht|kippt|gesenkt|schraubt)\s(?:\S+\s){0,5}(?:prognose|ausblick|jahresziel\w*|kursziel|dividende|ziele)|(?:prognose|ausblick|jahresziele?|dividende|kursziel)\s(?:\S+\s){0,3}(?:gesenkt|gekürzt|kassiert|gestrichen)",
        -2.0,
    ),
    (
        r"\b(?:hit|hits|at|to|new|reach\w*)\s(?:an?\s)?(?:\S+\s)?(?:all-time|record|52-week|year|month)[\s-]highs?|\b(?:rekordhoch|allzeithoch|jahreshoch|52-wochen-hoch|mehrjahreshoch)",
        1.5,
    ),
    (
        r"\b(?:all-time|record|52-week|year|month)[\s-]lows?|\b(?:rekordtief|allzeittief|jahrestief|52-wochen-tief|mehrjahrestief)",
        -1.5,
    ),
    (
        r"\bstrong\sbuy\b|\bbuy\srating\b|\b(?:auf|to)\s[\"„]?(?:buy|overweight|outperform|kaufen)\b",
        1.5,
    ),
    (r"\b(?:auf|to)\s[\"„]?(?:sell|underweight|underperform|verkaufen|reduce)\b", -1.5),
    (r"大涨|飙升|涨停|走高|上调|超预期|创新高|盈利|增长|扭亏|中标|获批|利好|回购|突破", 1.2),
    (
        r"大跌|暴跌|跌停|走低|下调|不及预期|创新低|亏损|下滑|下降|裁员|处罚|罚款|调查|利空|召回|违约|退市|减持|警示",
        -1.2,
    ),
)
