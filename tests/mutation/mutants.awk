# SPDX-License-Identifier: Apache-2.0
# Lists the small changes that a test has to notice, one a line: line, column, what stands there,
# what to put in its place; separated by tabs. What is inside a string, a comment or a preprocessor
# line stays. Enumerators are replaced by the next one of the same enumeration that the file names,
# so the file is read twice: mutants.awk FILE FILE.

function code_of(text,    at, letter, inside, result) {
    inside = 0; result = ""
    for (at = 1; at <= length(text); at++) {
        letter = substr(text, at, 1)
        if (inside && letter == "\\") { result = result "  "; at++; continue }
        if (letter == "\"") { inside = !inside; result = result " "; continue }
        if (!inside && substr(text, at, 2) == "//") break
        result = result (inside ? " " : letter)
    }
    return result
}

function found(column, old, new) { printf "%d\t%d\t%s\t%s\n", FNR, column, old, new }

# each TEXT PATTERN: the columns at which it stands, in `columns`.
function each(text, pattern,    base, count) {
    base = 0; count = 0
    while (match(text, pattern)) {
        columns[++count] = base + RSTART
        lengths[count] = RLENGTH
        base += RSTART + RLENGTH - 1
        text = substr(text, RSTART + RLENGTH)
    }
    return count
}

function swap(text, old, new,    at, from, column) {
    from = 1
    while ((at = index(substr(text, from), old)) > 0) {
        column = from + at - 1
        # Text is added, never taken away: that would not compile.
        if (old != " + " || (substr($0, column - 1, 1) substr($0, column + 3, 1)) !~ /"/)
            found(column, old, new)
        from += at + length(old) - 1
    }
}

BEGIN {
    enumerator = "[A-Z][A-Za-z]+::[a-z][a-z0-9_]*"
}

/^#/ || /^(using|namespace) / || /^}/ { next }

NR == FNR {
    text = code_of($0)
    count = each(text, enumerator)
    for (number = 1; number <= count; number++) {
        name = substr(text, columns[number], lengths[number])
        if (substr(text, columns[number] + lengths[number], 1) == "(" || name in seen) continue
        seen[name] = 1
        split(name, part, "::")
        names[part[1], ++named[part[1]]] = name
    }
    next
}

{
    text = code_of($0)
    swap(text, " == ", " != "); swap(text, " != ", " == ")
    swap(text, " < ", " <= "); swap(text, " <= ", " < ")
    swap(text, " > ", " >= "); swap(text, " >= ", " > ")
    swap(text, " && ", " || "); swap(text, " || ", " && ")
    swap(text, " + ", " - "); swap(text, " * ", " / "); swap(text, " / ", " * ")
    swap(text, "return true;", "return false;"); swap(text, "return false;", "return true;")

    count = each(text, "![a-z]")
    for (number = 1; number <= count; number++) found(columns[number], "!", "")

    count = each(text, "[ ({][0-9][0-9']*[ ,;)}]")
    for (number = 1; number <= count; number++) {
        old = substr(text, columns[number] + 1, lengths[number] - 2)
        new = old; gsub("'", "", new)
        found(columns[number] + 1, old, new + 1)
    }

    count = each(text, enumerator)
    for (number = 1; number <= count; number++) {
        name = substr(text, columns[number], lengths[number])
        split(name, part, "::")
        total = named[part[1]]
        if (!(name in seen) || total < 2) continue
        for (at = 1; at <= total; at++) if (names[part[1], at] == name) break
        found(columns[number], name, names[part[1], at % total + 1])
    }

    # A statement of one line that does something and is left out.
    if (text ~ /^ +[a-z_]+[a-z_.>-]*(\(.*\)| [+-]?= [^=].*);$/ && text !~ /^ +(return|const|auto)/) {
        match(text, /[^ ]/)
        found(RSTART, substr($0, RSTART), ";")
    }
}
