//! What a format string captures: `"{x:>width$}"` captures `x` and `width`.

/// The names that the placeholders of a format string mention, in order.
pub fn captured(format: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = format;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        let (placeholder, after) = (&rest[..close], &rest[close + 1..]);
        let (argument, spec) = placeholder.split_once(':').unwrap_or((placeholder, ""));
        push_name(argument.trim(), &mut names);
        // A width or a precision may be an argument too: `>width$.precision$`.
        for piece in spec.split('$').take(spec.matches('$').count()) {
            let start = piece
                .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
                .map_or(0, |i| i + piece[i..].chars().next().map_or(1, char::len_utf8));
            push_name(&piece[start..], &mut names);
        }
        rest = after;
    }
    names
}

fn push_name(name: &str, names: &mut Vec<String>) {
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_name && !names.iter().any(|n| n == name) {
        names.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::captured;

    #[test]
    fn finds_arguments_widths_and_precisions() {
        assert_eq!(captured("a {x} {{no}} {y:?} {0} {}"), ["x", "y"]);
        assert_eq!(captured("{x:>w$.p$} {:1$}"), ["x", "w", "p"]);
        assert_eq!(captured("{unclosed"), Vec::<String>::new());
    }
}
