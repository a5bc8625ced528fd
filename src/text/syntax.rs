//! TOML's objections in plain words, each with its mend.

/// The sentence and the mend for a message of the TOML reader, given the text that it points at.
pub(super) fn plain_words(message: &str, found: &str) -> (String, String) {
    let found = found.lines().next().unwrap_or("").trim_end();
    let message = if found.is_empty() && message.starts_with("string values must") { "missing value" } else { message };
    let known = WORDS.iter().find(|(start, _, _)| message.starts_with(start));
    let (sentence, mend) =
        known.map_or((message, "correct the line, or begin it with `#`"), |(_, say, mend)| (*say, *mend));
    if sentence.contains("{}") {
        let short: String = found.chars().take(40).collect();
        let shown = if short.is_empty() { "nothing".to_owned() } else { format!("`{short}`") };
        (sentence.replace("{}", &shown), mend.to_owned())
    } else {
        (sentence.to_owned(), mend.to_owned())
    }
}

/// How a message begins; what to say; what to do.
const WORDS: &[(&str, &str, &str)] = &[
    ("duplicate key", "{} is written twice in the same table", "keep one of the two"),
    ("cannot extend value of type", "{} already has a value, so it cannot hold further keys", "write it as one table"),
    ("string values must be quoted", "a text stands without quotes", "put it between double quotes"),
    (
        "invalid unquoted key",
        "{} cannot be part of a key without quotes",
        "use letters, digits, `-` and `_`, or quote it",
    ),
    ("unquoted keys cannot be empty", "expected a key, found nothing", "write a name"),
    ("keys cannot be multi-line", "a key goes over several lines", "quote it with single marks, on one line"),
    ("invalid key-value pair", "expected a key", "write `key = value`, or begin the line with `#`"),
    ("key with no value", "expected `=` and a value behind the key", "write `key = value`"),
    ("missing value", "expected a value", "write one behind the `=`"),
    ("missing assignment", "expected `=` between key and value", "put a `=` between them"),
    ("extra assignment", "one `=` too many", "remove it"),
    ("extra `=`", "one `=` too many", "remove it"),
    ("unexpected `=` in array", "a list holds values, found `=`", "put `{` and `}` around the keys"),
    ("extra comma", "one comma too many", "remove it"),
    ("missing comma", "expected a comma between two values", "put a comma between them"),
    ("unclosed array table", "expected `]]` at the end of the header", "close the header with `]]`"),
    ("unclosed array", "the list is never closed", "close it with `]`"),
    ("unclosed inline table", "the table is never closed", "close it with `}`"),
    ("unclosed table", "expected `]` at the end of the header", "close the header with `]`"),
    ("invalid table", "expected a name in the header", "write it as `[group.name]`"),
    ("missing table open", "expected `[` before the header", "begin the header with `[`"),
    ("missing key for inline table", "expected a key", "write `key = value`"),
    ("invalid inline table element", "expected `key = value`", "write `key = value`, with commas between"),
    ("unexpected key or value", "expected the end of the line", "begin a new line, or a comment with `#`"),
    ("unexpected content", "expected the end of the line", "begin a new line"),
    (
        "invalid basic string",
        "the text is not closed, or has a character in it that must be written as an escape",
        "close it with a double quote; write control characters as `\\u001B`",
    ),
    (
        "invalid multi-line basic string",
        "the long text is not closed, or has a character in it that must be written as an escape",
        "close it with three double quotes",
    ),
    (
        "invalid literal string",
        "the text is not closed, or has a control character in it",
        "close it with a single quote",
    ),
    (
        "invalid multi-line literal string",
        "the long text is not closed, or has a control character in it",
        "close it with three single quotes",
    ),
    ("missing opening quote", "the opening quote is missing", "put a quote before the text"),
    (
        "missing escaped value",
        "expected an escape behind the backslash",
        "write the backslash twice, or use single quotes",
    ),
    (
        "too few unicode value digits",
        "the escape has too few digits",
        "write four digits after `\\u`, eight after `\\U`",
    ),
    ("invalid value", "{} is no character", "write an escape that names one"),
    (
        "carriage return must be followed by newline",
        "a carriage return without a line feed",
        "end lines with LF or CRLF",
    ),
    ("invalid comment character", "a control character in a comment", "remove it"),
    ("invalid date-time", "{} is no date or time", "write it as `2026-11-24` or `2026-11-24T14:00:00`"),
    ("`_` may only go between digits", "`_` may only stand between digits", "remove it"),
    ("unexpected leading zero", "a number begins with 0", "remove the zero"),
    ("redundant integer number prefix", "one number prefix too many", "remove it"),
    ("redundant numeric sign", "one sign too many", "remove it"),
    ("unexpected sign", "a sign that does not belong here", "remove it"),
    ("integers with a radix cannot be signed", "a number such as `0x1F` cannot have a sign", "remove the sign"),
    ("radix must be lowercase", "the prefix of the number is in capitals", "write it in small letters"),
    ("cannot recurse further", "lists and tables are nested too deep", "nest less deep"),
    ("recursion limit", "the key has too many parts", "shorten it"),
    ("invalid", "{} is no value", "put a text between double quotes; write numbers plainly"),
];
