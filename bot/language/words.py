"""Small closed lists of German and English words that the rules for sentences stand on."""

# A full stop after these belongs to the word; a sentence does not end with them.
NEVER_LAST = frozenset(
    """dr prof dipl ing hr fr st nr no nos vs bzw ca bspw evtl ggf inkl exkl zzgl abzgl vgl vgl. lt
    mr mrs ms messrs sen rep gov gen col sgt capt rev hon art abs aufl bd rd sog geb gest verh ehem
    allg amtl ausschl bes betr dt engl frz insb insbes jmd kath kfm lfd max min mtl mögl od phil
    röm sen. stellv tel übers ugs urspr wg zit zw fig approx dept est eq ex feb. gegr zz rzpt str.
    e.g i.e cf al z.b d.h u.a z.t z.zt i.d.r i.h.v m.e o.g s.o s.u v.a z.h z.hd u.u i.v a.d b.z.w
    gem ges ver bez lt. h.c dres univ ausg hrsg anm abt tsd spp bf""".split()
)  # fmt: skip

# These stand within a sentence and at its end; the word after decides.
SOMETIMES_LAST = frozenset(
    """inc corp co ltd plc cos bros llc mio mrd mill mia bio bill std min sek jr sr etc usw usf p.a
    p.m a.m u.s u.k u.n e.v o.ä u.ä ff f jan feb mär apr jun jul aug sep sept okt oct nov dez dec mon
    die. mi do sa so u.s.a n.v s.a s.p.a l.p ag. kg. gmbh str s bn mn tn mo mos yr yrs hrs cl intl
    natl int""".split()
)  # fmt: skip

# Words that open a sentence when capitalised: articles, pronouns, adverbs, prepositions, verbs of
# the kind that dpa-AFX and Reuters start with. Nouns cannot be told apart in German.
SENTENCE_STARTERS = frozenset(
    """Der Die Das Den Dem Des Ein Eine Einen Einem Einer Eines Er Sie Es Wir Ihr Ich Man Dies Diese
    Dieser Dieses Diesen Diesem Jene Jener Jedoch Doch Aber Und Oder Denn Auch Allerdings Außerdem
    Zudem Zuvor Zuletzt Danach Dabei Dafür Dagegen Damit Daher Darum Dazu Darüber Davon Dort Hier
    Heute Gestern Morgen Inzwischen Insgesamt Immerhin Indes Derweil Dennoch Deshalb Deswegen Trotz
    Trotzdem Somit So Sollte Sollten Seit Seitdem Seine Sein Seinen Ihre Ihren Ihrem Im In Ins Am An
    Auf Aus Bei Beim Bis Bisher Durch Für Gegen Laut Mit Nach Neben Ohne Über Um Unter Unterdessen Vom
    Von Vor Während Wegen Zu Zum Zur Zwischen Als Da Dann Wenn Weil Ob Obwohl Wie Wer Wo Was Wann Warum
    Nun Nur Noch Nicht Kein Keine Keiner Alle Alles Allein Anders Andere Anfang Ende Mitte Rund Etwa Knapp Gut
    Mehr Weniger Weitere Weiter Viele Einige Manche Mehrere Beide Beides Hinzu Hingegen Sowohl Sobald
    Solche Vielmehr Vor Wichtiger Zwar Zwei Drei Vier Erst Erstmals Ferner Grund Folglich Hatte Hat Ist
    War Waren Wird Werden Wurde Wurden Analyst Analysten Anleger Experten Marktteilnehmer Händler
    The This That These Those A An It Its He She They We You I His Her Their Our But And Or So Yet
    In On At By For From With Without After Before During Since Until While When Where Why How What
    Who If As To Of However Meanwhile Still Also Although Though Because Both Each Some Many Most
    More Less Last Next Other Another Analysts Shares Investors There Here Then Now Under Over Despite
    According Earlier Later Separately Overall Not No""".split()
)

MONTHS_AND_TERMS = frozenset(
    """Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jan Feb
    Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez Quartal Quartals Quartale Halbjahr Halbjahre Jahrhundert
    Jahrestag Geburtstag Tag Woche Monat Jahr Mal Platz Rang Stock Etage Stelle Runde Liga Bundesliga
    Klasse Hauptversammlung Auflage Kapitel Absatz Weltkrieg Handelstag Verhandlungstag Spieltag
    Generation Gebot FC Senat Zivilsenat Kammer Lebensjahr Dreimonatszeitraum Geschäftsquartal
    Fiskalquartal Parteitag Sitzung Minute""".split()
)

# "am 12. Aktien" reads on: what stands before an ordinal.
ORDINAL_BEFORE = frozenset(
    "am der die das den dem des vom zum zur im bis ab seit dieser jeder jeden jedem und oder sein "
    "seinen seinem ihr ihren ihrem unser als".split()
)
