//! A whole function, with its parameters and what calls it.

use crate::env::{Env, State};
use crate::patterns::Source;
use crate::tree::Node;
use crate::types::{Ty, option, pair, result};
use crate::writer::Writer;

/// One function, and its arguments.
#[derive(Clone, Debug)]
pub struct Body {
    pub seed: u64,
    pub parameters: Vec<Parameter>,
    output: String,
    /// Statements and the last expression.
    pub root: Node,
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pattern: String,
    ty: String,
    argument: String,
    /// What stands before the argument: `&`, say.
    sign: &'static str,
}

/// Writes the body of a seed.
pub fn body(seed: u64, edition: &'static str) -> Body {
    let mut writer = Writer::new(seed, edition);
    let outputs = [
        Ty::Int,
        Ty::D,
        Ty::Unit,
        result(Ty::Int),
        result(Ty::D),
        option(Ty::D),
        pair(Ty::D, Ty::Int),
        Ty::Shape,
        Ty::Parts,
    ];
    writer.output = writer.choices.pick(&outputs).clone();
    let name = writer.output.name().expect("an output can be written");
    let output = match &writer.output {
        Ty::Result(_) => name.replace("Oops", "Trouble"),
        _ => name,
    };
    writer.is_troubled = true;
    let count = writer.choices.below(4);
    let parameters = (0..count).map(|_| writer.parameter()).collect();
    writer.shadows = true;
    let mark = writer.env.locals.len();
    let count = 2 + writer.choices.below(7);
    let statements = writer.statements(count);
    let tail = if writer.env.diverged {
        Node::fixed("")
    } else {
        writer.tail = mark;
        writer.returned()
    };
    let root = Node::expr(&Ty::Unit, "$$", vec![Node::list(statements), tail]);
    writer.env = Env::default();
    Body { seed, parameters, output, root }
}

impl Writer {
    fn parameter(&mut self) -> Parameter {
        let choice = self.choices.below(10);
        let ty = self.some_type();
        let argument = self.leaf_text(&ty);
        let written = ty.name().expect("it can be written");
        if choice < 3 {
            let pattern = self.fresh("p");
            let (sign, of) = if choice < 2 {
                ("&", Ty::Ref(ty.into()))
            } else {
                ("&mut ", Ty::RefMut(ty.into()))
            };
            self.declare(pattern.clone(), of, false, State::Here, Vec::new());
            return Parameter { pattern, ty: format!("{sign}{written}"), argument, sign };
        }
        let pattern = if choice < 6 {
            let mut found = Vec::new();
            let pattern = self.pattern(&ty, &Source::Value, false, &mut found).render();
            self.bind(found);
            pattern
        } else {
            let name = self.fresh("p");
            let mutable = choice < 8;
            self.declare(name.clone(), ty, mutable, State::Here, Vec::new());
            if mutable { format!("mut {name}") } else { name }
        };
        Parameter { pattern, ty: written, argument, sign: "" }
    }
}

impl Body {
    /// The function, as it is written.
    pub fn function(&self) -> String {
        let parameters: Vec<String> =
            self.parameters.iter().map(|p| format!("{}: {}", p.pattern, p.ty)).collect();
        format!(
            "#[desugar]\npub async fn body({}) -> {} {{\n{}\n}}\n",
            parameters.join(", "),
            self.output,
            self.root.render()
        )
    }

    /// What runs the function.
    pub fn driver(&self) -> String {
        let mut text = String::from("pub fn drive(driver: &mut Driver) {\nbegin();\n");
        let mut arguments = Vec::new();
        for (index, parameter) in self.parameters.iter().enumerate() {
            if parameter.sign.is_empty() {
                arguments.push(parameter.argument.clone());
            } else {
                text.push_str(&format!("let mut a{index} = {};\n", parameter.argument));
                arguments.push(format!("{}a{index}", parameter.sign));
            }
        }
        text.push_str(&format!("let make = once(|| body({}));\n", arguments.join(", ")));
        text.push_str(
            "let marked = markers_of(&make);\n\
             driver.markers(format!(\"{} {}\", marked.send(), marked.sync()));\n\
             driver.drive(make);\n}\n",
        );
        text
    }

    /// The same body, in which the values have names that tell them apart.
    pub fn renamed(&self) -> Body {
        let mut names = 0;
        let mut body = self.clone();
        body.root.rename(&mut names);
        body
    }

    pub fn size(&self) -> usize {
        self.root.size() + self.parameters.len()
    }
}

impl Body {
    /// The function as rustfmt might write it.
    pub fn pretty(&self) -> String {
        let text = self.function();
        match syn::parse_file(&text) {
            Ok(file) => prettyplease::unparse(&file),
            Err(_) => text,
        }
    }
}
