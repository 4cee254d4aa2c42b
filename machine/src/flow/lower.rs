//! Lowering: from statements to blocks.
//!
//! The lowering walks the body in order of evaluation with a current block under its pen
//! and a stack of scopes that mirrors Rust's drop scopes. Code without a suspension is
//! written down as it stands; a construct with one is taken apart.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Block as Body, Expr, Item, ItemMacro, Lifetime, Local as Let, Stmt, StmtMacro, Type};

use super::{
    Block, BlockId, Called, End, Flow, Kind, Local, LocalId, Op, called_once, exits, items, places,
    suspends,
};
use crate::macros;
use crate::names::{Binding, Resolved};
use crate::plain;

/// Where the value of a construct goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dest {
    Discard,
    Local(LocalId),
    Return,
}

/// A drop scope: what is declared in it is dropped at its end, last first.
struct Scope {
    locals: Vec<LocalId>,
    end: usize,
    /// Whether the temporaries of the code in it die with it.
    takes_temporaries: bool,
}

/// A loop or a labelled block that `break` and `continue` can leave.
pub(super) struct Target {
    pub label: Option<Lifetime>,
    pub breaks_to: BlockId,
    /// `None` for a labelled block.
    pub continues_to: Option<BlockId>,
    pub depth: usize,
    pub dest: Dest,
}

/// Everything that the lowering knows.
pub struct Lower<'a> {
    pub(super) flow: Flow,
    pub(super) current: BlockId,
    scopes: Vec<Scope>,
    pub(super) targets: Vec<Target>,
    /// The blocks that lead out of code that isn't written down yet, and the scopes that they leave.
    pub(super) exits: HashMap<BlockId, usize>,
    bindings: &'a HashMap<String, Binding>,
    taken: &'a HashSet<String>,
    by_name: HashMap<String, LocalId>,
    /// How often each name stands in the body.
    mentions: items::Mentions,
    /// The closures that are called once.
    pub(super) called_once: HashSet<String>,
    /// The edition decides how long the temporaries of a tail live.
    pub(super) edition: u16,
    /// Whether the next expression is all there is in a scope of temporaries: its operands are
    /// dropped among them, and not before.
    pub(super) is_whole: bool,
    /// Whether that is the expression whose operands come now.
    pub(super) shares_scope: bool,
}

/// Lowers a whole function.
pub fn lower(resolved: &Resolved, edition: u16) -> Flow {
    let flow = Flow {
        locals: Vec::new(),
        order: Vec::new(),
        blocks: Vec::new(),
        parameters: 0,
        items: Vec::new(),
        refusals: Vec::new(),
        is_safe: !resolved.taken.contains("unsafe"),
        edition,
        taken: resolved.taken.clone(),
    };
    let mut lower = Lower {
        flow,
        current: 0,
        scopes: Vec::new(),
        targets: Vec::new(),
        exits: HashMap::new(),
        bindings: &resolved.bindings,
        taken: &resolved.taken,
        by_name: HashMap::new(),
        mentions: items::Mentions::new(),
        called_once: called_once::of(&resolved.body),
        edition,
        is_whole: false,
        shares_scope: false,
    };
    items::count(resolved.body.to_token_stream(), &mut lower.mentions);
    lower.current = lower.block("Start");
    let end = resolved.body.brace_token.span.close();
    lower.enter(end);
    for parameter in &resolved.parameters {
        let local = lower.declare(&parameter.name, Kind::Parameter, Some(parameter.ty.clone()), 0);
        lower.flow.locals[local].span = parameter.written.span();
        if parameter.once && parameter.pattern.is_none() {
            lower.flow.locals[local].called = Called::Taken;
        }
        lower.flow.parameters += 1;
    }
    // Each parameter is taken apart before the next one arrives.
    let mut order = Vec::new();
    for (index, parameter) in resolved.parameters.iter().enumerate() {
        order.push(index);
        if let Some(pattern) = &parameter.pattern {
            order.extend(lower.parameter_pattern(&parameter.name, pattern));
        }
    }
    lower.scopes[0].locals.clone_from(&order);
    lower.flow.order = order;
    // What the tail of the whole body leaves dies before the parameters do.
    lower.enter_statement(end);
    lower.body(&resolved.body, Dest::Return);
    lower.leave();
    lower.leave();
    lower.flow
}

impl Lower<'_> {
    // Blocks.

    pub(super) fn block(&mut self, label: &'static str) -> BlockId {
        let block = Block { wait: None, ops: Vec::new(), end: End::Unreachable, label };
        self.flow.blocks.push(block);
        self.flow.blocks.len() - 1
    }

    pub(super) fn op(&mut self, op: Op) {
        let set = if let Op::Set { local, .. } = op { Some(local) } else { None };
        self.settle_exits(op.expressions(), set);
        self.flow.blocks[self.current].ops.push(op);
    }

    pub(super) fn end(&mut self, end: End) {
        self.end_of(self.current, end);
    }

    pub(super) fn end_of(&mut self, block: BlockId, end: End) {
        self.settle_exits(end.expressions(), None);
        self.flow.blocks[block].end = end;
    }

    pub(super) fn goto(&mut self, block: BlockId) {
        self.end(End::Goto(block));
    }

    /// Code after a jump: nothing leads here.
    pub(super) fn start_unreachable(&mut self) {
        self.current = self.block("Unreachable");
    }

    // Scopes.

    /// A scope of bindings.
    pub(super) fn enter(&mut self, end: Span) {
        let end = end.end().line;
        self.scopes.push(Scope { locals: Vec::new(), end, takes_temporaries: false });
    }

    /// A scope of temporaries: a statement, a condition, the body of an arm.
    pub(super) fn enter_statement(&mut self, span: Span) {
        self.enter(span);
        if let Some(scope) = self.scopes.last_mut() {
            scope.takes_temporaries = true;
        }
    }

    /// A scope of temporaries around one expression that isn't a statement.
    pub(super) fn enter_whole(&mut self, span: Span) {
        self.enter_statement(span);
        self.is_whole = true;
    }

    /// The operands of an expression are dropped before the temporaries of the statement,
    /// whichever came first.
    ///
    /// ```text
    /// let pair = (a(), wait(&b()).await);     // cancelled: a, b
    /// ```
    pub(super) fn enter_operands(&mut self) {
        let end = self.scopes.last().map_or(0, |scope| scope.end);
        self.scopes.push(Scope { locals: Vec::new(), end, takes_temporaries: false });
    }

    /// The operands are about to be used.
    pub(super) fn leave_operands(&mut self) {
        let used = self.scopes.pop().map(|scope| scope.locals).unwrap_or_default();
        if let Some(around) = self.scopes.last_mut() {
            around.locals.extend(used);
        }
    }

    /// The scope that takes the temporaries of the code at hand.
    pub(super) fn temporaries(&self) -> usize {
        self.scopes.iter().rposition(|scope| scope.takes_temporaries).unwrap_or(0)
    }

    /// Ends the innermost scope.
    pub(super) fn leave(&mut self) {
        let ends = self.ends(self.scopes.len() - 1);
        self.flow.blocks[self.current].ops.extend(ends);
        self.scopes.pop();
    }

    /// What a scope puts an end to.
    pub(super) fn scope_locals(&self, depth: usize) -> &[LocalId] {
        &self.scopes[depth].locals
    }

    /// Whether the innermost scope has temporaries.
    pub(super) fn holds_temporaries(&self) -> bool {
        let innermost = self.scopes.iter().rev().take(1).flat_map(|scope| &scope.locals);
        let mut kinds = innermost.map(|local| self.flow.locals[*local].kind);
        kinds.any(|kind| matches!(kind, Kind::Temporary | Kind::Receiver))
    }

    /// Leaves the innermost scope, to whose locals somebody else puts an end.
    pub(super) fn take_scope(&mut self) -> Vec<LocalId> {
        let ends = self.innermost_ends();
        self.scopes.pop();
        ends
    }

    /// Ends the innermost scope on a second path as well, which `leave` didn't see.
    pub(super) fn innermost_ends(&self) -> Vec<LocalId> {
        self.scopes.last().map(|s| s.locals.iter().rev().copied().collect()).unwrap_or_default()
    }

    pub(super) fn depth(&self) -> usize {
        self.scopes.len()
    }

    /// What leaving the scopes from `depth` on ends, innermost first.
    pub(super) fn ends(&self, depth: usize) -> Vec<Op> {
        let scopes = self.scopes[depth..].iter().rev();
        scopes.flat_map(|scope| scope.locals.iter().rev().map(|local| Op::End(*local))).collect()
    }

    /// Goes to a block outside of the scopes from `depth` on.
    pub(super) fn jump(&mut self, to: BlockId, depth: usize) {
        let ends = self.ends(depth);
        self.flow.blocks[self.current].ops.extend(ends);
        self.goto(to);
        self.start_unreachable();
    }

    // Locals.

    /// A named local. `depth` is the scope that drops it.
    pub(super) fn declare(
        &mut self,
        name: &Ident,
        kind: Kind,
        ty: Option<Type>,
        depth: usize,
    ) -> LocalId {
        let binding = self.bindings.get(&name.to_string());
        let written = binding.map_or_else(|| name.to_string(), |binding| binding.written.clone());
        let kind = if binding.is_some_and(|b| b.made) { Kind::Temporary } else { kind };
        let local = self.new_local(name.clone(), written, kind, ty);
        self.own(local, depth);
        self.by_name.insert(name.to_string(), local);
        local
    }

    /// A value without a name. `depth` is the scope that drops it.
    pub(super) fn temporary(&mut self, base: &str, of: &Expr, kind: Kind, depth: usize) -> LocalId {
        let local = self.unowned(base, of, kind);
        self.own(local, depth);
        local
    }

    /// A value without a name that something else than a scope puts an end to.
    pub(super) fn unowned(&mut self, base: &str, of: &Expr, kind: Kind) -> LocalId {
        let number = self.flow.locals.len();
        let free = |name: &String| !self.taken.contains(name);
        let name = (0..).map(|n| format!("{base}_{number}{}", "_".repeat(n))).find(free);
        let name = Ident::new(&name.unwrap_or_default(), of.span());
        let local = self.new_local(name, crate::text::one_line(of), kind, None);
        self.flow.order.push(local);
        self.by_name.insert(self.flow.locals[local].name.to_string(), local);
        local
    }

    /// Where the branches of a construct put its value.
    pub(super) fn value_of(&mut self, construct: &Expr) -> LocalId {
        let local = self.unowned("value", construct, Kind::Value);
        self.op(Op::Declare(local));
        local
    }

    fn new_local(&mut self, name: Ident, written: String, kind: Kind, ty: Option<Type>) -> LocalId {
        let plain = ty.as_ref().is_some_and(plain::is_plain_type);
        let scope_end = self.scopes.last().map_or(0, |scope| scope.end);
        let span = name.span();
        let (called, handed) = (Called::InPlace, false);
        let local = Local { name, written, kind, ty, span, plain, called, handed, scope_end };
        self.flow.locals.push(local);
        self.flow.locals.len() - 1
    }

    /// Puts a local into a scope, and at its place in the order of drops: before
    /// everything that belongs to the scopes within.
    pub(super) fn own(&mut self, local: LocalId, depth: usize) {
        let order = &mut self.flow.order;
        // What was just made stands last.
        if order.last() == Some(&local) {
            order.pop();
        }
        let within = self.scopes[depth + 1..].iter().flat_map(|scope| &scope.locals);
        let mut within: HashSet<LocalId> = within.copied().collect();
        let mut at = order.len();
        // What is within was made lately: the search ends near the end.
        for (index, other) in order.iter().enumerate().rev() {
            if within.is_empty() {
                break;
            }
            if within.remove(other) {
                at = index;
            }
        }
        order.insert(at, local);
        self.scopes[depth].locals.push(local);
        self.flow.locals[local].scope_end = self.scopes[depth].end;
    }

    pub(super) fn local_named(&self, name: &Ident) -> Option<LocalId> {
        self.by_name.get(&name.to_string()).copied()
    }

    pub(super) fn path(&self, local: LocalId) -> Expr {
        let name = &self.flow.locals[local].name;
        syn::parse_quote!(#name)
    }

    // Values.

    /// Gives a value to where it goes.
    pub(super) fn store(&mut self, value: Expr, dest: Dest) {
        match dest {
            Dest::Discard => self.op(Op::Code(value)),
            Dest::Local(local) => self.op(Op::Set { local, value }),
            Dest::Return => {
                self.end(End::Return(Some(value)));
                self.start_unreachable();
            }
        }
    }

    pub(super) fn refuse(&mut self, span: Span, message: impl Into<String>) {
        self.flow.refusals.push((span, message.into()));
    }

    /// Code that doesn't suspend, but may leave a loop that was taken apart.
    pub(super) fn verbatim(&mut self, expr: &Expr) -> Expr {
        exits::rewrite(self, expr)
    }

    // Statements.

    /// A block of its own scope.
    pub(super) fn body(&mut self, body: &Body, dest: Dest) {
        self.enter(body.brace_token.span.close());
        let tail = match body.stmts.last() {
            Some(Stmt::Expr(tail, None)) => Some(tail),
            _ => None,
        };
        let count = body.stmts.len() - usize::from(tail.is_some());
        self.items_of(body);
        for (index, stmt) in body.stmts[..count].iter().enumerate() {
            self.lives_on(stmt, &body.stmts[index..]);
            self.statement(stmt);
        }
        match tail {
            Some(tail) => self.tail(tail, dest),
            None => self.unit(dest),
        }
        self.leave();
    }

    /// What a branch makes and a `let` keeps can't be kept across an await.
    fn lives_on(&mut self, stmt: &Stmt, from: &[Stmt]) {
        let Stmt::Local(Let { init: Some(init), .. }) = stmt else { return };
        if places::extends_from_within(&init.expr) && from.iter().any(suspends::stmt) {
            let message = "pinata: what is borrowed at the end of this lives as long as the `let`, across an `.await`; give it a name before: `let value = …;`";
            self.refuse(init.expr.span(), message);
        }
    }

    fn unit(&mut self, dest: Dest) {
        match dest {
            Dest::Discard => {}
            _ => self.store(syn::parse_quote!(()), dest),
        }
    }

    /// Since 2024 the temporaries of a tail die before the block's locals; up to 2021 they
    /// belong to the statement around the block.
    fn tail(&mut self, tail: &Expr, dest: Dest) {
        if self.edition >= 2024 {
            self.whole_into(
                tail,
                dest,
                |value| syn::parse_quote_spanned!(tail.span()=> { (#value) }),
            );
        } else if !self.leaves_temporaries(tail) || branches(tail) && self.comes_apart(tail) {
            self.expr_into(tail, dest);
        } else {
            let value = self.expr(tail);
            let value = self.hold(&value, self.temporaries());
            self.store(value, dest);
        }
    }

    /// A scope of temporaries around one expression. What is evaluated at last stands in such a
    /// `scope` again, so that its operands are dropped among its temporaries.
    pub(super) fn whole_into(&mut self, whole: &Expr, dest: Dest, scope: impl Fn(&Expr) -> Expr) {
        self.enter_whole(whole.span());
        match self.comes_apart(whole) {
            true if !branches(whole) => {
                let value = self.expr(whole);
                let value = if self.leaves_temporaries(&value) { scope(&value) } else { value };
                self.store(value, dest);
            }
            false if self.leaves_temporaries(whole) => self.expr_into(&scope(whole), dest),
            _ => self.expr_into(whole, dest),
        }
        self.leave();
    }

    fn statement(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Local(local) => self.let_statement(local),
            Stmt::Item(item) => self.item(item),
            Stmt::Expr(expr, Some(_)) if may_leave_value(expr) && self.comes_apart(expr) => {
                self.unused_value(expr);
            }
            Stmt::Expr(expr, _) => self.expression_statement(expr),
            // It defines items.
            Stmt::Macro(mac)
                if mac.mac.path.segments.last().is_some_and(|s| s.ident == "thread_local") =>
            {
                let StmtMacro { attrs, mac, .. } = mac.clone();
                let semi_token = Some(Default::default());
                self.item(&Item::Macro(ItemMacro { attrs, ident: None, mac, semi_token }));
            }
            Stmt::Macro(mac) => {
                let call = syn::ExprMacro { attrs: mac.attrs.clone(), mac: mac.mac.clone() };
                self.expression_statement(&Expr::Macro(call));
            }
        }
    }

    fn expression_statement(&mut self, expr: &Expr) {
        self.enter_statement(expr.span());
        self.expr_into(expr, Dest::Discard);
        self.leave();
    }

    /// `match x { … };`: what its arms evaluate to is dropped after what they bind.
    fn unused_value(&mut self, construct: &Expr) {
        self.enter_statement(construct.span());
        let value = self.expr(construct);
        self.op(Op::Code(value));
        self.leave();
    }

    fn item(&mut self, item: &Item) {
        self.flow.items.push(item.clone());
    }

    /// The items of a block move to the top of the function, where their names may mean
    /// something to others.
    fn items_of(&mut self, body: &Body) {
        let mut here = items::Mentions::new();
        items::count(body.to_token_stream(), &mut here);
        for stmt in &body.stmts {
            let Stmt::Item(item) = stmt else { continue };
            for name in items::names(item) {
                let written = name.to_string();
                if self.mentions.get(&written) > here.get(&written) {
                    let message = format!(
                        "pinata: `{written}` is also mentioned outside of this block, which is taken apart; give the item a name of its own"
                    );
                    self.refuse(name.span(), message);
                }
            }
        }
    }
}

/// Whether branches evaluate to something else than `()`, as far as one can see.
fn may_leave_value(construct: &Expr) -> bool {
    let of_block = |block: &Body| match block.stmts.last() {
        Some(Stmt::Expr(tail, None)) => may_have_value(tail),
        _ => false,
    };
    match places::peel(construct) {
        Expr::If(value) => value.else_branch.as_ref().is_some_and(|(_, otherwise)| {
            of_block(&value.then_branch) || may_leave_value(otherwise)
        }),
        Expr::Match(value) => value.arms.iter().any(|arm| may_have_value(&arm.body)),
        Expr::Block(value) => value.label.is_some() || of_block(&value.block),
        Expr::Unsafe(value) => of_block(&value.block),
        Expr::Loop(_) => true,
        _ => false,
    }
}

fn may_have_value(expr: &Expr) -> bool {
    match places::peel(expr) {
        construct if places::is_construct(construct) => may_leave_value(construct),
        Expr::Tuple(tuple) => !tuple.elems.is_empty(),
        Expr::Binary(binary) => !places::assigns(&binary.op),
        Expr::Assign(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => false,
        Expr::Macro(mac) => macros::may_have_value(&mac.mac),
        _ => true,
    }
}

/// Whether branches, loops or jumps bring the value about.
fn branches(expr: &Expr) -> bool {
    let expr = places::peel(expr);
    places::is_construct(expr)
        || matches!(expr, Expr::Return(_) | Expr::Break(_) | Expr::Continue(_))
}
