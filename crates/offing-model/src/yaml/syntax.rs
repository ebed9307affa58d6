//! Why YAML can not read on, in words of people who write models, and what to do about it.

/// What the library says (a part of its sentence), what that means, and what to do. The first that fits is taken.
const FAULTS: &[(&str, &str, &str)] = &[
    ("recursion limit", "this nests too deep", "give the inner part a name of its own and refer to it"),
    (
        "unknown anchor",
        "this alias stands for nothing",
        "write `&name` before the value it is to repeat; a text that begins with `*` needs quotes",
    ),
    ("found duplicated anchor", "a value has two anchors", "keep one `&name`"),
    ("byte order mark", "a byte order mark stands inside the text", "delete it; it may only begin a file"),
    (
        "block scalar",
        "a text of several lines (`|` or `>`) goes wrong here",
        "indent all its lines by the same number of spaces, and write nothing after `|` or `>`",
    ),
    ("tab", "a tab stands where only spaces may", "indent with spaces"),
    ("found unexpected end of stream", "quotes are opened here and never closed", "close them"),
    (
        "document indicator",
        "quotes are still open where a new document begins",
        "close them before the line `---`",
    ),
    (
        "trailing content after double-quoted",
        "something follows the closing quote",
        "put the whole text in quotes; inside double quotes, write `\\\"` for a quote",
    ),
    (
        "escape character",
        "in double quotes, a backslash and this letter mean nothing",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "in quoted scalar",
        "a line of a quoted text stands too far left",
        "indent it further than the field it belongs to, or close the quotes",
    ),
    (
        "hexadecimal",
        "an escape wants hexadecimal digits",
        "write as many digits as it takes, as in `\\u00e9`",
    ),
    ("Unicode character escape", "this escape names no character", "write the character itself"),
    (
        "mapping values are not allowed",
        "a `:` stands where no field can begin",
        "indent the line as its neighbours are; a text that contains `: ` needs quotes",
    ),
    (
        "illegal placement of ':'",
        "a `:` stands where no field can begin",
        "close the brackets before it, or put a text that contains `:` in quotes",
    ),
    ("':' may not precede", "a `:` and a bracket stand side by side", "write a space after the `:`"),
    ("must be followed by", "a space is missing after this", "write `- item` and `field: value`"),
    (
        "flow sequence",
        "a list in brackets goes on, or ends, the wrong way here",
        "separate its items with commas and close it with `]`",
    ),
    (
        "flow mapping",
        "fields in braces go on, or end, the wrong way here",
        "separate them with commas and close them with `}`",
    ),
    ("misplaced bracket", "this bracket closes nothing", "delete it, or open it first"),
    (
        "flow construct",
        "a line inside brackets stands too far left",
        "indent it further than the field it belongs to, or close the brackets",
    ),
    ("unexpected eof", "the text ends too early", "close what is open: brackets, braces or quotes"),
    (
        "block sequence entries",
        "a list item stands where none can",
        "put the list below its field, each item on a line of its own",
    ),
    (
        "did not find expected '-'",
        "this line is neither an item of the list above it nor indented out of it",
        "begin it with `- `, or indent it as the field it belongs beside",
    ),
    (
        "did not find expected key",
        "this line fits under none of the lines before it",
        "indent it as far as the lines it belongs beside",
    ),
    ("mapping keys are not allowed", "a field can not begin here", "begin it on a line of its own"),
    ("simple key", "a `:` is missing", "write `field: value`, the name of the field on one line"),
    ("comment intercepting", "a comment cuts a text in two", "put the comment on a line before the text"),
    ("plain scalar", "a text can not begin or go on like this", "put it in quotes"),
    ("unexpected character", "a text can not begin with this character", "put it in quotes"),
    ("unprintable", "a character stands here that no editor shows", "delete it"),
    ("invalid indentation", "this line stands too far left or right", "indent it as its neighbours are"),
    (
        "node content",
        "a value is missing here, or begins with a character that it can not begin with",
        "write a value; put it in quotes if it begins with one of `[ ] { } , & * ! | > % @`",
    ),
    ("anchor", "`&` and `*` begin a name here", "put a text that begins with `&` or `*` in quotes"),
    ("tag", "`!` begins a tag here", "put a text that begins with `!` in quotes"),
    ("TAG", "`!` begins a tag here", "put a text that begins with `!` in quotes"),
    ("handle", "`!` begins a tag here", "put a text that begins with `!` in quotes"),
    (
        "directive",
        "`%` begins a line here",
        "put a text that begins with `%` in quotes; models need no directives",
    ),
    (
        "document",
        "this is not how a document begins or ends",
        "separate documents with a line `---`, and write nothing else on it",
    ),
];

/// Returns what a fault that the library reports means, and what to do about it.
pub(super) fn meaning(info: &str) -> (&'static str, &'static str) {
    let known = FAULTS.iter().find(|(part, _, _)| info.contains(part));
    known.map_or(
        ("YAML can not read on here", "check the indentation, brackets and quotes just before this place"),
        |(_, means, help)| (means, help),
    )
}
