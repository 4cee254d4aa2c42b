//! A body as a tree of templates: all that rendering and shrinking have to know.

use crate::types::Ty;

/// What may stand in place of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// An expression of this type.
    Expr(Ty),
    /// A statement, or an item of another list: an arm, say.
    Item,
    /// Items, any of which may go.
    List,
    /// A pattern, for which `_` may stand.
    Pattern,
    /// What is part of its parent.
    Fixed,
}

/// A piece of source. Each `$` in the template stands for the next child, and each `#` for the
/// next child in parentheses, where it needs them.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub template: String,
    pub children: Vec<Node>,
}

impl Node {
    pub fn new(kind: Kind, template: impl Into<String>, children: Vec<Node>) -> Self {
        Node { kind, template: template.into(), children }
    }

    pub fn expr(ty: &Ty, template: impl Into<String>, children: Vec<Node>) -> Self {
        Node::new(Kind::Expr(ty.clone()), template, children)
    }

    pub fn item(template: impl Into<String>, children: Vec<Node>) -> Self {
        Node::new(Kind::Item, template, children)
    }

    pub fn fixed(template: impl Into<String>) -> Self {
        Node::new(Kind::Fixed, template, Vec::new())
    }

    pub fn list(children: Vec<Node>) -> Self {
        Node::new(Kind::List, "", children)
    }

    pub fn render(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        if self.kind == Kind::List {
            for child in &self.children {
                child.write(text);
                text.push('\n');
            }
            return;
        }
        let mut children = self.children.iter();
        for piece in self.template.split_inclusive(['$', '#']) {
            let Some(before) = piece.strip_suffix(['$', '#']) else {
                text.push_str(piece);
                continue;
            };
            text.push_str(before);
            let child = children.next().expect("a child for each hole").render();
            if piece.ends_with('#') && !is_atom(&child) {
                text.push_str(&format!("({child})"));
            } else {
                text.push_str(&child);
            }
        }
        debug_assert!(children.next().is_none(), "a hole for each child of {}", self.template);
    }

    /// Whether it is the name of a place, and no value of its own.
    pub fn is_place(&self) -> bool {
        let named = |text: &str| text.starts_with(|first: char| first.is_ascii_lowercase());
        let plain = |c: char| c.is_ascii_alphanumeric() || "_.()*".contains(c);
        let text = &self.template;
        if let [whole] = &self.children[..] {
            let part = text == "*#" || matches!(text.as_str(), "#.0" | "#.1" | "#.n" | "#.left");
            return part && whole.is_place();
        }
        self.children.is_empty()
            && named(text.trim_start_matches("(*"))
            && text.chars().all(plain)
            && text.matches('(').count() == text.matches("(*").count()
    }

    /// How many nodes there are, this one included.
    pub fn size(&self) -> usize {
        1 + self.children.iter().map(Node::size).sum::<usize>()
    }

    /// Gives a name of its own to each value in a template.
    pub fn rename(&mut self, names: &mut usize) {
        let mut pieces: Vec<String> = self.template.split('"').map(str::to_owned).collect();
        for piece in pieces.iter_mut().skip(1).step_by(2) {
            if piece.chars().all(char::is_alphanumeric) {
                *piece = format!("v{names}");
                *names += 1;
            }
        }
        self.template = pieces.join("\"");
        self.children.iter_mut().for_each(|child| child.rename(names));
    }

    pub fn at(&self, path: &[usize]) -> &Node {
        path.iter().fold(self, |node, &index| &node.children[index])
    }

    pub fn at_mut(&mut self, path: &[usize]) -> &mut Node {
        path.iter().fold(self, |node, &index| &mut node.children[index])
    }

    /// The paths of all nodes, from the top.
    pub fn paths(&self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for (index, child) in self.children.iter().enumerate() {
            all.extend(child.paths().into_iter().map(|rest| [vec![index], rest].concat()));
        }
        all
    }
}

/// Whether a method can be called on an expression as it is written.
fn is_atom(text: &str) -> bool {
    let mut depth = 0;
    for character in text.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '_' | '.' | ':' | '"' | '?' | '!' => {}
            _ if depth > 0 || character.is_alphanumeric() => {}
            _ => return false,
        }
    }
    !text.starts_with('!')
}
