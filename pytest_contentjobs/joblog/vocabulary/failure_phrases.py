"""The phrases by which importers say in a sentence that something failed, by language.

Each is a regular expression, compared without regard to case, of text in which ``_`` stands for a quoted name. To add
one, add it to the row of its language, and a part of it to ``SIGNS`` if it has none of these yet.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["BAD_NOUNS", "BAD_PARTICIPLES", "BAD_STATUSES", "FAULTY", "LEADS", "PREDICATES", "SIGNS", "UNSPACED"]


class Phrases(NamedTuple):
    """Phrases of one language, as alternatives of a regular expression."""

    language: str
    phrases: str


# fmt: off
# What identifies content: a number, a code like ``KB-12``, or a quoted name.
_NAMES = r"(?:_(?!\w)|\#?\d|\w{0,20}[A-Za-z][-_]?\d)"
_BE = r"(?:(?:was|were|is|are|been|be|has|have|had|got|gets?)[ ])"
_NOT_YET = r"(?:[ ](?:yet|all|been|be|correctly|properly|successfully|fully|completely|entirely)){0,3}"
# What is not done, or not so, because something failed; "not published" is a state.
_DONE = (
    r"(?:(?:re)?(?:imported|stored|saved|created|accepted|uploaded|converted|processed|parsed|migrated|loaded|read|written|resolved"
    r"|validated|indexed|copied|transferred|inserted|committed|overwritten|replaced|updated|verified|recognized|recognised"
    r"|authorized)"
    r"|found|readable|well-formed|permitted|allowed|supported|valid|defined|declared|possible|available|accessible|reachable"
    r"|writable|empty|unique)\b"
)
_WANTED = (
    r"(?:need|require|change|apply|use|affect|matter|include|count|want|expect|care|differ|support|have[ ]to|have[ ]any"
    r"|see|be[ ](?:changed|needed|used|shown|included|overwritten|deleted|published))\b"
)
#: What happened to content that was not taken.
BAD_PARTICIPLES = (
    r"(?:failed|rejected|discarded|aborted|refused|denied|cancell?ed|interrupted|rolled[ ]back|dropped|lost|truncated|quarantined"
    r"|corrupt(?:ed)?|damaged|malformed|incomplete|unresolved|orphaned|left[ ]out|omitted)"
)
#: How content is that is not as it should be.
FAULTY = (
    r"(?:unknown|unsupported|undefined|unreachable|unreadable|unavailable|inaccessible|invalid|illegal|incorrect|wrong|malformed"
    r"|inconsistent|ambiguous|dead|incomplete|corrupt(?:ed)?|damaged|missing|broken|duplicate|obsolete|orphaned|out[ ]of[ ]range)"
)
_FIELDS = (
    r"(?:titles?|body|summary|name|folder|topic|content|text|description|language|locale|author|owner|id|keys?|value|date|headers?"
    r"|parent|translation|permissions?|access|rights|department|type|category|url|path|extension|alt[ ]text|columns?|fields?)"
)
# Singular: "no attachments" is ordinary.
_THING = (
    r"(?:article|folder|topic|portal|resource|title|body|summary|name|translation|template|author|user|owner|permission|access"
    r"|right"
    r"|image|file|attachment|locale|language|mapping|match|value|row|record|header|column|key|parent|department|document|page)"
)
_ENDS = (
    r"(?=\s*$|\s*(?:[.](?!\w)|[,:;!()\[\]<>\"'{}]|-(?!\w))"
    r"|[ ]+(?:by|because|due|with|since|in|on|for|at|after|as|to|and|but|from|during"
    r"|while|of)\b)"
)

# What content is not, in front of it: "unterminated string in KB-12".
_ODD = (
    r"(?:bad|blank|null|improper|faulty|erroneous|garbled|unacceptable|ambiguous|inconsistent|outdated|unresolvable|unparse?able"
    r"|unreadable|undefined|unbalanced|unmatched|unterminated|unescaped|unclosed|unreferenced|undeclared|unhandled|unsafe|stray"
    r"|mismatched|misplaced|deprecated|circular|forbidden|inappropriate|disallowed|dead|damaged|truncated|quarantined"
    r"|possible|potential|unlicensed|untranslated|vulnerable)"
)
_LEVELS = r"(?:error|warning|failure|fatal|severe|critical|emergency|alert|attention|caution|panic)"
#: What a clause that reports a failure begins with.
LEADS: tuple[Phrases, ...] = (
    Phrases("en", r"no[ ]such[ ]\w|giv(?:ing|en|es)[ ]up\b|gave[ ]up\b|(?:lost|losing)[ ](?:the[ ])?connection|roll(?:ed"
            r"|ing)[ ]back\b"
            r"|tim(?:ed|ing)[ ]out\b|timeout[ ](?:waiting|while|when|during|for|on|after|at)\b|deadlock\b|virus[ ]found"
            r"|nothing[ ]was[ ](?:imported|stored|saved|written|created)"
            r"|(?:completed|finished|succeeded|imported|processed)[ ](?:only[ ])?partial(?:ly)?\b"
            r"|unexpected[ ](?:token|end|character|eof|value|element|tag|format|response|content|type|field|column|byte)\b"
            rf"|(?:invalid|missing|unknown|unsupported|illegal|duplicate|conflicting|wrong|incorrect|malformed|orphan(?:ed)?"
            rf"|corrupt(?:ed)?"
            rf"|broken|dangling|empty)[ ](?:\w+[ ]){{1,3}}?{_NAMES}"
            rf"|no[ ]{_THING}[ ](?:matches|matching|found|with|for|named|called|given|specified|available|exists|in|at|of|_|\d)"
            rf"|no[ ]{_THING}[ ]?$|missing[ ](?:required|mandatory)\b"
            rf"|(?:drop|discard|reject|quarantin|abort|los)(?:ped|ed|t|ping|ing)[ ](?:the[ ])?(?:[1-9]\d*|article|row|record|item"
            rf"|batch|page|document)\b"),
    Phrases("en", r"(?:action|attention|review)[ ](?:is[ ])?(?:required|needed)\b|manual[ ]\w+[ ](?:is[ ])?(?:required|needed)\b"
            rf"|please[ ](?:correct|fix|repair)\b|please[ ](?:check|review|verify)[ ](?:the[ ])?{_THING}s?[ ]{_NAMES}"),
    Phrases("en", rf"{_ODD}[ ](?:[\w'-]+[ ]){{0,4}}?{_NAMES}|unknown[ ](?:\w+[ ]){{1,2}}\{{|unexpected[ ](?:null|state)\b"
            rf"|(?:(?-i:ERROR|WARN(?:ING)?|FATAL|SEVERE|CRITICAL|FAILED)[ ]+|{_LEVELS}[ ]?[!:-][ ]*)(?!level|log|count)[\w#]"
            rf"|{_LEVELS}[ ](?:code[ ])?(?:[1-9]\d{{0,4}}\s*$|{_NAMES})"
            rf"|(?:(?:drop|discard|reject|abort|truncat|quarantin|dead-letter)(?:p?ed|p?ing)|failed|broken|missing"
            rf"|lost)[ ](?:import[ ]of[ ])?(?!0\b){_NAMES}"
            r"|truncat(?:ed|ing)[ ](?:the[ ])?(?:title|summary|body|text|name)\b|(?:bad|broken)[ ](?:request|pipe)\b"
            r"|(?:socket[ ]hang[ ]up|java[ ]heap[ ]space|premature[ ]end|lock[ ]wait[ ]timeout|stack[ ]?overflow|disk[ ]full)\b"
            r"|(?:read|request|connection)[ ]timed[ ]out\b|network[ ]is[ ]unreachable|(?:service|host)[ ](?:is[ ]down"
            r"|unavailable)\b"
            r"|(?:killed|panic|crash(?:ed)?|hung|forbidden|unauthori[sz]ed|unavailable"
            r"|attention|caution|deprecated|unreachable|unexpected)\W*$|(?:potential|possible)[ ](?:duplicate|conflict|problem"
            r"|issue)s?\b"
            r"|\S+[ ](?:is[ ])?(?:not[ ](?:reachable|available)|unreachable)\b"
            r"|(?:still[ ]fail(?:s|ing)|failed[ ]again)\b|(?:spelling[ ]mistake|typo)s?[ ](?:in|at|found)\b"
            r"|(?:required|mandatory)[ ](?:field|attribute|property|element)[ ]\S+[ ](?:is[ ]|was[ ])?(?:not[ ]set|empty|missing"
            r"|null|absent)"
            r"|(?:no|not[ ]enough)[ ](?:content|words|text|data|owner|title|summary)[ ](?:in|for|of|assigned)\b"
            r"|(?:checksum|hash|tag|type|schema)[ ]mismatch\b|constraint[ ]\S+[ ]violated|not[ ]authori[sz]ed\b|server[ ]closed\b"
            r"|no[ ]response[ ]from\b|(?:two|three|several|[2-9])[ ]h1[ ]headings?\b|cycle[ ]detected\b|infinite[ ]loop\b"),
    Phrases("de", r"(?:datum|titel|wert|name|text|link|pfad|kategorie)[ ](?:ist[ ])?(?:ung\u00fcltig|leer|falsch|unbekannt"
            r"|defekt|tot)\b"
            r"|(?:tote|defekte)[rsn]?[ ](?:link|verweis)|beendet[ ]mit[ ]\S*[ ]?fehlern?\b|ausnahme[ ]in\b|abbruch[ ]bei\b"
            r"|speicher[ ]voll\b"
            r"|pflichtfeld\b[^.]*[ ](?:leer|fehlt)|nacharbeit\b|(?:achtung|fehler|warnung)[ ]?[:!]"),
    Phrases("de", rf"(?:ung\u00fcltige|fehlende|unbekannte|doppelte|fehlerhafte|verwaiste|leere"
            rf"|unerwartete)[rsnm]?[ ](?:[\w-]+[ ]){{0,3}}?{_NAMES}"
            r"|keine[ ](?:berechtigung|verbindung|antwort)\b|zeit\u00fcberschreitung\b|verbindungsabbruch"
            r"|(?:der[ ])?speicherplatz[ ]reicht[ ]nicht"
            r"|kein(?:e[nr]?)?[ ](?:thema|artikel|ordner|titel|portal|text|bild|autor|\u00fcbersetzung|datei|name"
            r"|passende[rsn]?)\b(?![ ](?:ge\u00e4ndert|gel\u00f6scht))"
            r"|verweis[ ]auf[ ](?:gel\u00f6schte|unbekannte|fehlende)[rsnm]?\b|(?:import|lauf|job)[ ](?:nur[ ])?teilweise\b"),
    Phrases("fr", r"impossible[ ](?:de\b|d')|\u00e9chec[ ](?:de|du|lors|\u00e0|d')|echec[ ](?:de|du|lors)|connexion[ ](?:perdue"
            r"|refus\u00e9e|interrompue)"
            r"|(?:import|importation|traitement)[ ]partiel|aucun(?:e)?[ ](?:article|dossier|titre|rubrique|fichier"
            r"|traduction)\b(?![ ](?:modifi|supprim|en[ ]double))"),
    Phrases("es", r"imposible[ ]\w|error[ ](?:al?|en|de)\b|faltan?[ ](?:el|la|los|las|un|una)\b|conexi\u00f3n[ ](?:perdida"
            r"|rechazada)"
            r"|ning\u00fan[ ](?:art\u00edculo|tema)[ ](?:coincide|encontrado)|sin[ ](?:t\u00edtulo|permisos?)\b"),
    Phrases("it, pt", r"impossibile[ ]\w|imposs\u00edvel[ ]\w|errore[ ](?:durante|nel|di)\b|erro[ ](?:ao|na|no|de)\b"
            r"|falha[ ](?:ao|na|no)\b"),
    Phrases("nl", r"kan[ ](?:\w+[ ]){0,4}niet\b|kon[ ](?:\w+[ ]){0,4}niet\b|ongeldige?\b|ontbrekende?\b|onbekende?\b"),
    Phrases("en", r"(?!nothing|none|\w+s[ ]failed|(?:validation|import|job|run|check|process\w*|build|task"
            r"|batch)[ ])\w+[ ](?:(?:has|have|was|were)[ ](?:been[ ])?)?(?:failed|rejected|aborted"
            r"|rolled[ ]back|interrupted)\W*$"
            r"|(?:invalid|unknown|unsupported|missing|unexpected)[ ]\w+[ ](?:of|in|for|from|on)[ ]\w"),
    Phrases("en", r"not[ ]ok\W*$|(?:unclosed|unmatched|unbalanced|unterminated|unescaped)[ ]\w|expected[ ][^.;\n]{1,80}[ ](?:but"
            r"|got|found)\b"
            r"|only[ ]part(?:ial)?ly\b|virus[ ](?:\w+[ ])?(?:found|detected)|received[ ]sig(?:term|int|kill|hup|abrt|segv)\b"
            r"|exiting[ ]early\b"
            rf"|time[ ]limit\b[^.\n]*[ ]reached\b|quota[ ]exceeded\b|(?:invalid|unknown|unsupported|illegal|duplicate"
            rf"|malformed)[ ](?!0\b){_NAMES}"),
    Phrases("en", r"violations?[ ]of\b|terminated\W*$"),
    Phrases("de", r"ung\u00fcltige[rsnm]?[ ](?:datum|wert|titel|link|name|format|zeichen|pfad|verweis)\b"
            r"|pr\u00fcfsumme\b.*[ ](?:falsch|stimmt)"
            r"|nicht[ ]bestanden\b"),
    Phrases("fr", r"il[ ]manque\b|termin\u00e9e?[ ]avec[ ](?:des|\d+)[ ]erreurs|d\u00e9lai[ ]d\u00e9pass\u00e9\b"
            r"|(?:titre|date|valeur|nom|lien|texte|champ)[ ](?:est[ ])?(?:vide|invalide|absente?|incorrecte?|manquante?"
            r"|bris\u00e9|mort|cass\u00e9)\b"),
    Phrases("es", r"no[ ]fue[ ]posible\b|terminado[ ]con[ ]errores|tiempo[ ]de[ ]espera[ ]agotado"
            r"|(?:importaci\u00f3n|validaci\u00f3n)[ ](?:interrumpida|cancelada)\b|t\u00edtulo[ ](?:est\u00e1[ ])?vac\u00edo\b"
            r"|enlace[ ]roto\b"),
)
#: What says of something before it in the same clause, or of what was named above, that it failed.
PREDICATES: tuple[Phrases, ...] = (
    Phrases("en", rf"(?:could|can|did|does|do|will|would)(?:[ ]not|n't)[ ](?!{_WANTED})\w|cannot[ ](?!{_WANTED})\w"
            r"|(?:unable|not[ ]able|fail(?:ed|s|ing|ure)?)[ ]to[ ]\w"
            rf"|(?:(?:was|were)(?:[ ]not|n't){_NOT_YET}[ ](?!changed|modified|needed|required|affected|applicable|selected"
            rf"|touched|used|set)\w{{2,20}}(?:ed|en|ad|nd|wn)\b)"
            rf"|(?:(?:was|were|is|are|has|have|had)(?:[ ](?:yet|all))?(?:[ ]not|n't)|(?<!or[ ])not){_NOT_YET}[ ]{_DONE}"
            rf"|{_BE}(?:[a-z]{{2,12}}ly[ ])?{BAD_PARTICIPLES}\b(?![ ]and[ ](?:re-?created|rebuilt))|{BAD_PARTICIPLES}{_ENDS}"
            rf"|(?:is|are|was|were)[ ](?:(?:too|an?|the)[ ])?{FAULTY}{_ENDS}|(?:is|are|was|were)[ ](?:an?[ ])?{FAULTY}[ ]\w"
            rf"|missing{_ENDS}"
            rf"|(?:has|have|had|with)[ ]no[ ](?:\w+[ ])?{_FIELDS}\b|lack(?:s|ed)?[ ]\w"
            rf"|(?:has|have|had)[ ](?:an?|[1-9]\d*)[ ]{FAULTY}[ ]\w"
            rf"|{_FIELDS}[ ](?:of[ ]\S+[ ])?(?:is|was|are|were)[ ](?:empty|blank|null|required)\b|too[ ](?:long|large|big|short"
            rf"|small|many|few|old|wide|deep)\b"
            r"|crashed|hung[ ]up|died\b|exhausted|exceed(?:s|ed)[ ]|violates[ ]|timed[ ]out|gave[ ]up|rolled[ ]back|deadlock"
            r"|stopped[ ](?:at|in|after|on)\b"
            r"|ended[ ](?:prematurely|unexpectedly|abnormally)|contains?[ ](?:an?[ ]|the[ ])?(?:cycle|loop|errors?|invalid"
            r"|illegal|unknown|broken|unsupported|duplicate|virus)"
            r"|(?:references?|refers[ ]to|points?[ ]to|links?[ ]to)[ ](?:an?[ ]|the[ ])?(?:deleted|missing|unknown|non-?exist\w*"
            r"|removed|invalid)\b"
            r"|(?:only[ ]partial(?:ly)?|partially)\b[ ]?(?:successful|imported|completed|succeeded|failed|processed)?"
            r"|partial(?:ly)?[ ]success"
            r"|connection[ ]+(?:to[ ]+(?:\S+[ ]+){1,3})?(?:(?:was|has[ ]been)[ ])?(?:lost|reset|refused|closed[ ]by|broken)"
            r"|(?:encoding|conversion|parsing|import)[ ](?:problem|error)s?[ ](?:in|with|at|on|for)\b"
            r"|(?:https?|status|response|returned|answered|got|code)[ ][45]\d\d\b(?![.\w])"),
    Phrases("en", r"(?:needs?|requires?)[ ](?:\w+[ ])?(?:attention|review(?:ing)?|corrections?|fixing|repair|rework|intervention"
            r"|to[ ]be[ ](?:fixed|corrected|reviewed|repaired))\b|(?:must|should)[ ]be[ ](?:fixed|corrected|repaired|reworked)\b"),
    Phrases("en", r"(?:can|won|isn|aren|wasn|weren|hasn|haven|doesn|didn|couldn|wouldn)['\u2019`]t[ ](?!(?:need|change|require"
            r"|matter|expect)\b)\w"
            r"|(?:longer|larger|bigger|shorter|smaller|greater|lower|higher|more|fewer)[ ]than[ ](?:allowed|permitted"
            r"|the[ ]limit|\d)"
            r"|(?:due[ ]to|because[ ]of|after|despite|continuing[ ]without)[ ](?:an?[ ]|the[ ]|some[ ]|[1-9]\d*[ ])?(?:errors?"
            r"|failures?"
            r"|problems?|exceptions?)\b(?![ ]handl)|ignoring[ ](?:an?[ ]|the[ ])?(?:errors?|failures?|exceptions?)[ ](?:in|of"
            r"|for|at)\b"
            r"|(?:to|into|in)[ ](?:the[ ]|a[ ])?(?:quarantine|(?:rejects?|rejected|dead[- ]letter|errors?|failed"
            r"|retry)[ ](?:file|folder|list|queue|table))\b"
            rf"|without[ ](?:an?[ ])?(?:alt[ ]text|{_FIELDS})\b|(?:has|have|had)[ ]no[ ](?:\w+[ ])?(?:links?|images?|parent"
            rf"|translations?)\b"
            r"|(?:differs?[ ]from|collides?[ ]with|conflicts?[ ]with|clashes[ ]with|not[ ]one[ ]of|instead[ ]of|appears[ ]twice"
            r"|nowhere)\b"
            r"|(?:is|was|are|were|seems?|appears?[ ]to[ ]be)[ ](?:infected|locked|protected|stale|expired|incomplete|empty"
            r"|corrupt|lost)\b"
            r"|lost[ ](?:its|their|the|some)?[ ]?(?:links|formatting|images|data)\b|longer[ ]exists?\b|(?:does"
            r"|do)[ ]not[ ](?:exist|match|validate)\b"
            r"|contains[ ](?:an?[ ]|the[ ])?(?:script|forbidden|personal|malicious)\b|uses[ ](?:an?[ ]|the[ ])?(?:deprecated"
            r"|unknown|unsupported)\b"
            r"|(?:violated|undone|reverted|only[ ]partly)\b|refers[ ]to[ ]itself\b|(?:will|may|might|would)[ ](?:fail"
            r"|be[ ](?:rejected|lost"
            r"|incomplete|corrupt))\b"),
    Phrases("de", r"nicht[ ](?:bestanden|lesbar|eingehalten)\b|gibt[ ]es[ ]nicht\b|unlesbar\b|ist[ ]gesperrt\b|(?:stimmt"
            r"|entspricht)[ ](?:\w+[ ])?nicht\b"
            r"|doppelt[ ]vorhanden\b|in[ ]quarant\u00e4ne\b|ausgelassen[ ](?:wegen|da|weil)\b|verletzt\b|abweichung\b"
            r"|besch\u00e4digt\b"),
    Phrases("de", r"(?:konnten?|kann|k\u00f6nnen|wurden?|ist|sind|war|waren|existier(?:t|en)|reich(?:t"
            r"|en))\b[^.:;\n]{0,80}?[ ]nicht\b(?![ ](?:ge\u00e4ndert|ver\u00e4ndert|erforderlich|n\u00f6tig|notwendig"
            r"|ben\u00f6tigt|aktiv|betroffen))"
            r"|nicht[ ](?:gefunden|vorhanden|importiert|gespeichert|gelesen|erreichbar|lesbar|erlaubt|zul\u00e4ssig"
            r"|verf\u00fcgbar|unterst\u00fctzt|bekannt|eindeutig|\u00fcbernommen)\b"
            r"|fehl(?:t|en)\b|fehlerhaft|verworfen|sprungen|abgelehnt|abgebrochen|verweigert|verloren\b|zur\u00fcckgerollt"
            r"|zur\u00fcckgewiesen|fehlgeschlagen|gescheitert|abgest\u00fcrzt"
            r"|(?:ist|sind|war)[ ](?:ung\u00fcltig|unbekannt|leer|besch\u00e4digt|defekt|doppelt|verwaist|unvollst\u00e4ndig)"
            r"|zu[ ](?:gro\u00df|gross|lang|kurz|klein|viele)\b"
            r"|mit[ ](?:\d+[ ])?fehlern\b|nur[ ]teilweise|keine[nr]?[ ]titel\b|ohne[ ]titel\b"),
    Phrases("fr", r"n'(?:a|ont|est|\u00e9tait|existe|existent)[ ](?:pas|plus)\b|(?:ne[ ]\w+)[ ]pas\b|introuvables?\b"
            r"|a[ ]\u00e9chou\u00e9|ont[ ]\u00e9chou\u00e9|manquante?s?\b"
            r"|(?:est|sont)[ ](?:obligatoire|invalide|vide|inconnu|trop)|invalides?[ ](?:_|dans|pour)|refus\u00e9e?s?\b"
            r"|rejet\u00e9e?s?\b|perdue?s?\b"
            r"|interrompue?\b|ignor\u00e9e?s?[ ]*[:(]|avec[ ](?:\d+|des|quelques)[ ]erreurs?|annul\u00e9e?s?\b|trop[ ](?:long"
            r"|grand|court)e?\b|sans[ ]titre\b"),
    Phrases("es", r"no[ ]se[ ](?:pud|encontr|ha[ ]pod|han[ ]pod|import|guard)\w+|no[ ](?:existen?|v\u00e1lid\w+|encontrad\w+"
            r"|disponible|permitid\w+|tiene[ ](?:t\u00edtulo|permiso))\b"
            r"|rechazad\w+|denegad\w+|cancelad\w+|descartad\w+|fallid\w+|fall[o\u00f3]\b|inv\u00e1lid\w+"
            r"|con[ ](?:\d+[ ])?errores\b|perdid[oa]\b|falta\b"),
    Phrases("it, pt", r"non[ ](?:\u00e8[ ]stat\w|trovat\w|valid\w|esiste|riuscit\w|\u00e8[ ]possibile|disponibile)|mancante"
            r"|rifiutat\w|fallit\w|n\u00e3o[ ](?:foi|existe|encontrad\w|p\u00f4de|v\u00e1lid\w)"
            r"|rejeitad\w|inv\u00e1lid\w|falhou|con[ ](?:\d+[ ])?errori\b|com[ ](?:\d+[ ])?erros\b"),
    Phrases("nl, sv", r"niet[ ](?:gevonden|ge\u00efmporteerd|gelezen|opgeslagen|geldig)|mislukt|afgewezen|ontbreekt|kunde[ ]inte"
            r"|hittades[ ]inte|misslyckades|saknas"),
    Phrases("en", rf"needs?[ ](?:an?|the)[ ]{_FIELDS}\b|(?:must|should)[ ](?:not[ ])?have\b|only[ ]part(?:ial)?ly\b"),
    Phrases("fr", r"non[ ](?:import|valid|trouv|trait|enregistr|publi)\w+|absente?s?\b|inconnue?s?\b|corrompue?s?\b|illisibles?\b"
            r"|lien[ ](?:mort|bris\u00e9|cass\u00e9)|en[ ]double\b|incompl(?:et|\u00e8te)s?\b|\u00e0[ ](?:corriger|v\u00e9rifier)\b"
            r"|(?:valeur|titre|date|nom)[ ](?:incorrecte?|vide|invalide)|verrouill\u00e9e?s?\b|ne[ ]respecte(?:nt)?[ ]pas\b"),
    Phrases("es", r"no[ ](?:importad|validad|encontrad|guardad|publicad)\w+|no[ ]se[ ]ha\b|vac\u00ed[oa]s?\b|desconocid[oa]s?\b"
            r"|da\u00f1ad[oa]s?\b|corrupt[oa]s?\b|enlace[ ]roto|demasiado[ ]\w+|duplicad[oa]s?\b|incomplet[oa]s?\b"
            r"|interrumpid[oa]s?\b"
            r"|incumple\b|bloquead[oa]s?\b|agotad[oa]\b"),
    Phrases("de", r"(?:toter?|defekte[rsn]?)[ ](?:links?|verweise?)\b|falsch\b|in[ ]quarant\u00e4ne\b"),
)
#: What says so in a script without blanks between words; "there was no error" is denied.
UNSPACED = (
    "\u306b\u5931\u6557|\u898b\u3064\u304b\u308a\u307e\u305b\u3093"
    "|(?<!\u30a8\u30e9\u30fc)(?<!\u554f\u984c)(?<!\u8b66\u544a)(?<!\u7570\u5e38)\u304c\u3042\u308a\u307e\u305b\u3093"
    "|\u306f\u7121\u52b9|(?<!\u3042\u308a)\u307e\u305b\u3093\u3067\u3057\u305f|\u3067\u304d\u307e\u305b\u3093"
    "|(?:\u5bfc\u5165|\u4fdd\u5b58|\u89e3\u6790|\u9a8c\u8bc1|\u4e0a\u4f20)\u5931\u8d25|\u672a\u627e\u5230|\u65e0\u6548"
)
#: Nouns of what a log denies: "no errors", "without duplicates".
BAD_NOUNS = (
    r"errors?|warnings?|problems?|issues?|failures?|duplicates?|conflicts?|violations?|rejects?|exceptions?|faults?|losses|gaps"
    r"|(?:broken|missing|invalid|orphaned|dead|unresolved|unknown|duplicate|failed|rejected|malformed|corrupt|unused|empty)[ ]\w+"
    r"|fehler\w{0,2}|warnung(?:en)?|probleme?|duplikate|konflikte|erreurs?|avertissements?|errores|advertencias|problemas|errori"
    r"|erros"
)
_SIGNS = (
    " no |\tno |\"no |'no |>no |(no |,no |not |not\t|n't|cannot|unable|fail|giving up|gave up|given up|gives up|lost|losing"
    "|rolled back|rolling back"
    "|timed out|timing out|timeout|deadlock|virus|nothing was|partial|unexpected|invalid|missing|unknown|unsupported|illegal"
    "|duplicate|conflicting|wrong|incorrect|malformed|orphan|corrupt|broken|dangling|empty|is blank|is null"
    "|is required|drop|discard|reject|quarantin|abort|refused|denied|cancel|interrupt|truncat|damaged|incomplete|unresolved"
    "|left out|omitt|undefined"
    "|unreach|unreadable|unavailable|inaccess|inconsist|ambigu|obsolete|out of range| lack|too l|too b|too s|too m|too f|too o"
    "|too w|too d"
    "|crash|hung up| died|exhaust|exceed|violate|stopped at|stopped in|stopped after|stopped on|prematurely|abnormally| cycle"
    "|unprocessed|unimported| e:| e=|[e:|(e:"
    "| a loop"
    "|a deleted|the deleted|non-exist|nonexist|reset by|connection reset|closed by|problem|error"
    "|unbekannt|doppelt|verwaist|leere|unerwartet|berechtigung|verbindungsabbruch|speicherplatz|kein|verweis|teilweise|nicht|fehl"
    "|verworfen|sprungen|abgelehnt|abgebrochen|verweigert|verloren|gescheitert|ist leer|defekt|ohne titel|zu gro|zu lang|zu kurz"
    "|zu klein|zu viele"
    "|impossib|echec|perdue|partiel|aucun| pas|introuvable|manquant|obligatoire|est vide|inconnu|trop |refus|rejet|annul"
    "|n'est |sans titre|imposib|falta| no se |rechazad|denegad|descartad|fallid|fallo|errores|perdid|non trov|non valid"
    "|attention|review|manual|needed|required|please|correct|fixing|be fixed|repair|rework"
    "|non riusc|non esist|non dispon|mancante|rifiutat|rejeitad|falh|niet|mislukt|afgewezen|ontbre|ongeldig|onbekend|kunde inte"
    "|dead |is dead|can't|won't|can\u2019t|won\u2019t|blank|null|improper|faulty|garbled|unacceptable|outdated|unparse"
    "|unbalanced|unmatched"
    "|unterminated|unescaped|unclosed|unreferenced|undeclared|unhandled|unsafe|stray|misplaced|deprecated|circular|forbidden"
    "|inappropriate|disallowed|possible |potential|unlicensed|untranslated|vulnerab|fatal|severe|emergency|alert|caution|panic"
    "|killed|hung|should |terminated|broken|no-go|degraded|partial|remarks|reservations| gaps|losses|minus "
    "|socket hang|heap space|premature|lock wait|stack overflow|stackoverflow|disk full|still fail|mistake|typo|mandatory|authori"
    "|server closed|headings|infinite|longer than|larger than|bigger than|shorter than|smaller than|greater than|lower than"
    "|higher than"
    "|more than|fewer than|due to|despite|differs|collides|conflict|clash|one of|instead of|twice|nowhere|infected|locked"
    "|protected|stale"
    "|expired|longer exist|script|personal|malicious|undone|reverted|partly|itself|fault|without|loss|absent|stuck|wrong| bad"
    "|not ok|expected|only part|virus|sigterm|sigint|sigkill|sighup|sigabrt|sigsegv|exiting early|time limit|quota|must have"
    "|should have|needs a|needs the"
    "|il manque|termin\u00e9|d\u00e9pass\u00e9|vide|invalide|bris\u00e9|cass\u00e9|non trait|non enreg|non publi|corrompu"
    "|illisible|en double|incompl|\u00e0 corriger"
    "|\u00e0 v\u00e9rifier|incorrect|verrouill|respecte|no fue|terminado con|agotad|vac\u00ed|desconocid|da\u00f1ad|roto"
    "|demasiado|duplicad|interrumpid|incumple|bloquead"
    "|no importad|no validad|no encontrad|no guardad|no publicad|falsch|quarant\u00e4ne|\u307e\u305b\u3093|\u672a\u627e"
    "|\u65e0\u6548"
    "|is down|unlesbar|gesperrt|stimmt|entspricht|ausgelassen|verletzt|abweichung|ausnahme|abbruch|anomalie|speicher voll"
    "|pflichtfeld|nacharbeit"
    "|achtung|toter|bestanden|abgelaufen|unapproved|unsaved|unresolvable|unavailable|attention"
    "|hittades|misslyck|saknas|ung\u00fcltig|zeit\u00fcberschreitung|zur\u00fcck|abgest\u00fcrzt|besch\u00e4digt|unvollst\u00e4ndig"
    "|\u00e9chec|\u00e9chou|ignor\u00e9|imposs\u00edvel|n\u00e3o |inv\u00e1lid|ning\u00fan|conexi\u00f3n|sin t\u00edtulo"
    "|sin permiso|no v\u00e1lid|fall\u00f3|non \u00e8 "
)
#: The statuses of HTTP with which requests for content fail.
BAD_STATUSES = (400, 401, 403, 404, 405, 406, 408, 409, 410, 413, 415, 422, 429, 500, 501, 502, 503, 504)
_STATUSES = (
    *(f"{word} {first}" for word in ("http", "status", "code", "response", "returned", "answered", "got") for first in "45"),
    *(f"status{sign}{first}" for sign in ("=", ":", '": ') for first in "45"),
    *(f"{sign} {first}" for sign in (">", "]", "-", '"') for first in ("40", "41", "42", "50")),
)
#: A part of each phrase, in lower case.
SIGNS: tuple[str, ...] = (*_SIGNS.split("|"), "|no ", "|not ", *_STATUSES)
# fmt: on
