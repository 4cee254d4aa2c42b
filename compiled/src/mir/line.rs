//! The lines of a poll that tell something, by their grammar.
//!
//! What is in a line is known from how it begins and how it ends. Between may stand any type, any
//! string and any path, and nobody looks at it.

use winnow::ascii::dec_uint;
use winnow::combinator::{alt, delimited, eof, opt, preceded, separated, terminated};
use winnow::error::EmptyError;
use winnow::prelude::*;
use winnow::token::{rest, take_until};

/// Nobody is told why a line is not of some kind.
type Parsed<Output> = Result<Output, EmptyError>;

/// A field of what `_47` points to, which is the coroutine if that is what `_47` points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    pub base: u32,
    /// Of the variant; none for what the caller put there.
    pub state: Option<u32>,
    pub index: u32,
}

/// A variable of the source, and the field that it lives in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Debug<'a> {
    pub name: &'a str,
    pub field: Field,
    pub ty: &'a str,
}

/// What a statement does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Statement {
    /// `_47 = copy (_1.0: &mut {async fn body of inner()});`
    Machine { local: u32 },
    /// `_46 = discriminant((*_47));`
    Tag { local: u32, base: u32 },
    /// `discriminant((*_47)) = 3;`
    Rest { base: u32, state: u32 },
    /// `_21 = &mut (((*_47) as variant#3).5: Y);`
    Borrow { field: Field },
    /// `(((*_47) as variant#3).5: Y) = move _17;`
    Assign { field: Field },
    /// Any other.
    Other,
}

/// Where a block goes on.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Terminator {
    /// Whether it is `return`.
    pub returns: bool,
    /// What is switched on.
    pub on: Option<Operand>,
    /// The condition of an `assert` that never holds.
    pub fails: bool,
    /// The blocks, with the label of each.
    pub targets: Vec<(Label, usize)>,
}

/// What a `switchInt` looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operand {
    Local(u32),
    Const(u128),
    Other,
}

/// What has to happen for a block to go on there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Value(u128),
    Otherwise,
    Success,
    Other,
}

/// `    bb5 (cleanup): {`: the number of the block, and whether it only cleans up.
pub(super) fn block(line: &str) -> Option<(usize, bool)> {
    let cleanup = opt(" (cleanup)").map(|found| found.is_some());
    delimited("    ", (block_name, cleanup), ": {").parse(line).ok()
}

/// `debug total => (((*_47) as variant#4).1: u32);`, and what was captured by reference:
/// `debug v => (*((*_18).1: &mut std::vec::Vec<u32>));`.
pub(super) fn debug(line: &str) -> Option<Debug<'_>> {
    let line = line.trim_start_matches(' ').strip_prefix("debug ")?.strip_suffix(';')?;
    let mut parser = (terminated(take_until(1.., " => "), " => "), opt("(*"), field, rest);
    let (name, through, field, ty) = parser.parse(line).ok()?;
    let ty = ty.strip_suffix(if through.is_some() { "))" } else { ")" })?;
    Some(Debug { name, field, ty })
}

/// Any statement, though only the beginning of a call is read.
pub(super) fn statement(line: &str) -> Statement {
    let machine = (terminated(local, " = "), alt(("copy", "move")), " (_1.0: &mut ", rest);
    let tag = (terminated(local, " = discriminant("), terminated(base, ");"));
    let at_rest = (delimited("discriminant(", base, ") = "), terminated(dec_uint, ";"));
    let borrow = delimited((local, " = &mut "), field, rest);
    let assign = terminated(field, (take_until(0.., " = "), rest));
    let mut parser = alt((
        machine.map(|(local, ..)| Statement::Machine { local }),
        tag.map(|(local, base)| Statement::Tag { local, base }),
        at_rest.map(|(base, state)| Statement::Rest { base, state }),
        borrow.map(|field| Statement::Borrow { field }),
        assign.map(|field| Statement::Assign { field }),
    ));
    parser.parse(line).unwrap_or(Statement::Other)
}

/// The last statement of a block.
///
/// An arrow may stand in a type or a string as well, so the last one counts, and only if nothing
/// but blocks follow it.
pub(super) fn terminator(text: &str) -> Option<Terminator> {
    if matches!(text, "return;" | "resume;" | "unreachable;") || text.starts_with("terminate(") {
        return Some(Terminator { returns: text == "return;", ..Terminator::default() });
    }
    let (head, targets) = text.rsplit_once(" -> ")?;
    let targets = self::targets.parse(targets).ok()?;
    let on = match head.strip_prefix("switchInt(") {
        Some(operand) => Some(self::operand.parse(operand.strip_suffix(')')?).ok()?),
        None => None,
    };
    let fails = ["assert(const false, ", "assert(!const true, "];
    let fails = fails.iter().any(|prefix| head.starts_with(prefix));
    Some(Terminator { returns: false, on, fails, targets })
}

/// `bb5;`, `unwind continue;`, or `[return: bb1, unwind: bb35];`.
fn targets(input: &mut &str) -> Parsed<Vec<(Label, usize)>> {
    let one = block_name.map(|block| vec![(Label::Other, block)]);
    let none = unwinds.map(|()| Vec::new());
    let labelled = (terminated(label, ": "), block_name).map(Some);
    let unlabelled = unwinds.map(|()| None);
    let list = separated(1.., alt((labelled, unlabelled)), ", ");
    let list = delimited("[", list, "]").map(|list: Vec<_>| list.into_iter().flatten().collect());
    terminated(alt((one, none, list)), ";").parse_next(input)
}

fn block_name(input: &mut &str) -> Parsed<usize> {
    preceded("bb", dec_uint).parse_next(input)
}

/// What happens to a panic that goes to no block.
fn unwinds(input: &mut &str) -> Parsed<()> {
    let action = alt(("continue", "unreachable", "terminate(cleanup)", "terminate(abi)"));
    ("unwind ", action).void().parse_next(input)
}

fn label(input: &mut &str) -> Parsed<Label> {
    alt((
        dec_uint.map(Label::Value),
        "otherwise".value(Label::Otherwise),
        "success".value(Label::Success),
        alt(("return", "unwind", "label")).value(Label::Other),
    ))
    .parse_next(input)
}

fn operand(input: &mut &str) -> Parsed<Operand> {
    let local = preceded(alt(("copy ", "move ")), terminated(local, eof)).map(Operand::Local);
    let constant = terminated(constant, eof).map(Operand::Const);
    alt((local, constant, rest.value(Operand::Other))).parse_next(input)
}

/// `const false`, `const 3_u32`. A constant with a sign is none of these.
fn constant(input: &mut &str) -> Parsed<u128> {
    let number =
        terminated(dec_uint, ("_", alt(("u", "i")), alt(("size", "8", "16", "32", "64", "128"))));
    preceded("const ", alt(("false".value(0), "true".value(1), number))).parse_next(input)
}

/// `(((*_47) as variant#4).1: ` or `((*_47).0: `, up to the type.
fn field(input: &mut &str) -> Parsed<Field> {
    let saved = (delimited("((", base, " as variant#"), terminated(dec_uint, ")"));
    let saved = saved.map(|(base, state)| (base, Some(state)));
    let given = preceded("(", base).map(|base| (base, None));
    let ((base, state), index) =
        (alt((saved, given)), delimited(".", dec_uint, ": ")).parse_next(input)?;
    Ok(Field { base, state, index })
}

/// `(*_47)`.
fn base(input: &mut &str) -> Parsed<u32> {
    delimited("(*", local, ")").parse_next(input)
}

/// `_47`.
fn local(input: &mut &str) -> Parsed<u32> {
    preceded("_", dec_uint).parse_next(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(state: impl Into<Option<u32>>, index: u32) -> Field {
        Field { base: 47, state: state.into(), index }
    }

    #[test]
    fn blocks() {
        assert_eq!(block("    bb0: {"), Some((0, false)));
        assert_eq!(block("    bb31 (cleanup): {"), Some((31, true)));
        for other in
            ["    bb0: {{", "bb0: {", "    bb: {", "    bb99999999999999999999: {", "    }"]
        {
            assert_eq!(block(other), None, "{other}");
        }
    }

    #[test]
    fn variables() {
        let of = |line| debug(line).map(|Debug { name, field, ty }| (name, field, ty));
        let given = of("    debug n => ((*_47).0: (u32, bool));");
        assert_eq!(given, Some(("n", field(None, 0), "(u32, bool)")));
        let by_reference = of("    debug v => (*((*_47).1: &mut Vec<fn(u8) -> u8>));");
        assert_eq!(by_reference, Some(("v", field(None, 1), "&mut Vec<fn(u8) -> u8>")));
        let saved = of("        debug r#type => (((*_47) as variant#4).12: S<')'>);");
        assert_eq!(saved, Some(("r#type", field(4, 12), "S<')'>")));
        for other in [
            "    debug n => _3;",
            "    debug n => const 3_u32;",
            "    debug n => ((((*_47) as variant#4).3: (u32, bool)).0: u32);",
            "    let mut _3: ((*_47).0: u32);",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn statements() {
        for (line, expected) in [
            ("_47 = copy (_1.0: &mut {async fn body of f()});", Statement::Machine { local: 47 }),
            ("_46 = discriminant((*_47));", Statement::Tag { local: 46, base: 47 }),
            ("discriminant((*_47)) = 3;", Statement::Rest { base: 47, state: 3 }),
            ("_2 = &mut (((*_47) as variant#3).5: Y);", Statement::Borrow { field: field(3, 5) }),
            ("(((*_47) as variant#3).5: Y) = move _17;", Statement::Assign { field: field(3, 5) }),
            (
                "(((*_47) as variant#3).5: Y) = f(copy _1) -> [return: bb1, unwind: bb2];",
                Statement::Assign { field: field(3, 5) },
            ),
            ("_2 = &mut ((((*_47) as variant#3).5: Y).0: bool);", Statement::Other),
            ("((((*_47) as variant#3).5: Y).0: bool) = const true;", Statement::Other),
            ("_8 = discriminant(_6);", Statement::Other),
            ("discriminant((*_47)) = 99999999999;", Statement::Other),
            ("_1 = const \"discriminant((*_47)) = 3;\";", Statement::Other),
            ("", Statement::Other),
        ] {
            assert_eq!(statement(line), expected, "{line}");
        }
    }

    #[test]
    fn terminators() {
        let to = |targets: &[(Label, usize)]| {
            Some(Terminator { targets: targets.to_vec(), ..Terminator::default() })
        };
        let other = |block| (Label::Other, block);
        for (line, expected) in [
            ("resume;", to(&[])),
            ("terminate(cleanup);", to(&[])),
            ("return;", Some(Terminator { returns: true, ..Terminator::default() })),
            ("goto -> bb3;", to(&[other(3)])),
            ("_0 = f(const \" -> bb5;\") -> unwind continue;", to(&[])),
            ("_0 = f(const \"-> [return: bb1]\") -> bb9;", to(&[other(9)])),
            ("drop(_3) -> [return: bb3, unwind terminate(cleanup)];", to(&[other(3)])),
            (
                "_3 = <fn() -> u8 as F>::f() -> [return: bb1, unwind: bb2];",
                to(&[other(1), other(2)]),
            ),
            ("asm!(\"jmp {0}\", label 1) -> [return: bb1, label: bb2, unwind unreachable];", {
                to(&[other(1), other(2)])
            }),
            (
                "switchInt(move _46) -> [0: bb1, 300: bb2, otherwise: bb5];",
                Some(Terminator {
                    on: Some(Operand::Local(46)),
                    targets: vec![
                        (Label::Value(0), 1),
                        (Label::Value(300), 2),
                        (Label::Otherwise, 5),
                    ],
                    ..Terminator::default()
                }),
            ),
            (
                "switchInt(const false) -> [0: bb1, otherwise: bb5];",
                Some(Terminator {
                    on: Some(Operand::Const(0)),
                    targets: vec![(Label::Value(0), 1), (Label::Otherwise, 5)],
                    ..Terminator::default()
                }),
            ),
            (
                "assert(const false, \"a, b\") -> [success: bb3, unwind continue];",
                Some(Terminator {
                    fails: true,
                    targets: vec![(Label::Success, 3)],
                    ..Terminator::default()
                }),
            ),
            ("_3 = copy _2 as fn() -> bb5 (PointerCoercion(ReifyFnPointer(Safe)));", None),
            ("_3 = f() -> [return: bb1", None),
            ("_3 = f() -> [return: bb1] bb2;", None),
            ("goto -> bb;", None),
            ("return", None),
            ("", None),
        ] {
            assert_eq!(terminator(line), expected, "{line}");
        }
    }
}
