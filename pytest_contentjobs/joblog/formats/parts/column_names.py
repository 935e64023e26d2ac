"""The names of columns in the headers of tables, and of keys in blocks, in English and in other languages."""

from __future__ import annotations

__all__ = ["COLUMNS", "FOREIGN_LEVELS", "FOREIGN_MESSAGES", "FOREIGN_OUTCOMES", "FOREIGN_ROWS", "FOREIGN_RULES"]

#: Names of levels, messages, outcomes, rows and rules in other languages than English, which keys of objects have, too.
FOREIGN_LEVELS = (
    "schweregrad", "stufe", "ampel", "gravité", "niveau", "gravedad", "severidad", "gravidade", "severidade", "gravità",
    "livello", "nível", "nivel", "ernst", "závažnost", "úroveň", "poziom", "nivå", "önem", "düzey", "уровень",
    "серьезность", "重大度", "レベル", "级别", "等级", "严重性", "严重程度", "심각도", "수준",
)  # fmt: skip
FOREIGN_MESSAGES = (
    "meldung", "meldungstext", "statustext", "nachricht", "mensaje", "mensagem", "messaggio", "melding", "bericht",
    "zpráva", "komunikat", "meddelande", "mesaj", "ileti", "сообщение", "メッセージ", "消息", "信息", "메시지", "texto", "texte",
    "tekst",
)  # fmt: skip
FOREIGN_OUTCOMES = (
    "ergebnis", "statut", "résultat", "estado", "resultado", "stato", "esito", "risultato", "situação", "resultaat",
    "stav", "wynik", "durum", "sonuç", "статус", "состояние", "результат", "状態", "結果", "ステータス", "状态", "结果", "상태",
    "결과",
)  # fmt: skip
FOREIGN_ROWS = (
    "zeile", "ligne", "fila", "riga", "linha", "regelnummer", "rij", "rad", "wiersz", "řádek", "строка", "行", "行号",
    "행",
)  # fmt: skip
FOREIGN_RULES = ("codigo", "código", "codice", "kod", "kód", "regel", "règle", "regla", "regra", "regola")

#: Names of columns by their meaning, as ``normalise_name`` spells them, the preferred ones first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "severity": (
        "severity",
        "level",
        "loglevel",
        "severitylevel",
        "status",
        "type",
        "result",
        "outcome",
        "importstatus",
        "importresult",
        "migrationstatus",
        "ty",
        "msgty",
        "msgtype",
        "messagetype",
        *FOREIGN_LEVELS,
        *FOREIGN_OUTCOMES,
    ),
    "message": (
        "message",
        "msg",
        "description",
        "text",
        "issue",
        "problem",
        "details",
        "detail",
        "messagetext",
        "msgtext",
        "notes",
        "note",
        "comments",
        "comment",
        "remarks",
        "remark",
        *FOREIGN_MESSAGES,
    ),
    "rule": ("rule", "code", "ruleid", "rulecode", "errorcode", "errcode", "sqlstate", "type", *FOREIGN_RULES),
    "file": ("file", "filename", "contentfile", "systemid"),
    "line": ("line", "lineno", "linenumber"),
    "column": ("column", "col"),
    "timestamp": (
        "timestamp",
        "time",
        "datetime",
        "date",
        "zeit",
        "heure",
        "hora",
        "ora",
        "tijd",
        "čas",
        "czas",
        "tid",
        "время",
        "時刻",
        "时间",
    ),
    "kind": ("kind", "itemtype", "entitytype", "objecttype"),
    "article": (
        "article",
        "articlepath",
        "artikel",
        "artículo",
        "articulo",
        "artigo",
        "articolo",
        "статья",
        "記事",
        "文章",
    ),
    "topic": ("topic",),
    "portal": ("portal",),
    "resource": ("resource",),
    "package": ("package",),
    "item": ("item", "entity", "path", "itempath", "name", "title"),
    "folder": ("folder", "folderpath"),
    "id": ("id", "itemid", "articleid"),
    "index": ("index",),
    "row": ("row", "rownumber", "record", *FOREIGN_ROWS),
}
