//! Struct literals with a base that is kept.

use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprStruct};

use super::code::{Rewrite, parse};
use super::rest::any_of;
use super::{own, respan};
use crate::flow::LocalId;

impl Rewrite<'_, '_> {
    /// A literal whose base is a local, or in one: what it takes is gone from there. What it leaves
    /// is dropped with the local.
    ///
    /// ```text
    /// S { a: f(), ..x }
    ///
    /// (match (if false { match x { S { .. } => {} } }, field(if false { Some(&raw const x.a) } …, f())) {
    ///     (_, field_0) => {
    ///         let made = made_of(&raw const x);
    ///         (&raw mut (*made.get()).a).write(field_0);
    ///         x.moved(1);
    ///         made.take()
    ///     }
    /// })
    /// ```
    pub fn literal_of(&self, expr: &mut Expr, local: LocalId) {
        let Expr::Struct(literal) = expr else { return };
        let flag = self.emit.parts.flag_of_base(local, literal);
        let any = any_of(literal);
        let Some(base) = &mut literal.rest else { return };
        let span = base.span();
        self.lead_root(base, local);
        let Some(flag) = flag else { return };
        let (rt, handle) = (respan(&self.emit.rt, span), self.emit.handle_at(local, span));
        let made = own("made");
        let names = (0..literal.fields.len()).map(|index| own(&format!("field_{index}")));
        let names: Vec<_> = names.collect();
        let members: Vec<_> = literal.fields.iter().map(|field| &field.member).collect();
        let values = literal.fields.iter().map(|field| {
            let (member, value) = (&field.member, &field.expr);
            let place = quote_spanned!(span=> if false {
                ::core::option::Option::Some(&raw const (#base).#member)
            } else {
                ::core::option::Option::None
            });
            quote_spanned!(value.span()=> #rt::field(#place, #value))
        });
        *expr = parse(quote_spanned! {span=>
            (match (if false { match #base { #any => {} } }, #(#values,)*) {
                (_, #(#names,)*) => {
                    let #made = #rt::made_of(&raw const #base);
                    #((&raw mut (*#made.get()).#members).write_unaligned(#names);)*
                    #handle.moved(#flag);
                    #made.take()
                }
            })
        });
    }

    /// What a struct literal leaves of its base, nobody can name: so all of the base is kept, and
    /// the same literal tells what of it to forget. Its value is the base with other fields.
    ///
    /// ```text
    /// S { a: f(), ..base() }
    ///
    /// { let (field_0, base) = (f(), base());
    ///   if false { loop {} Type::of(&base).same(Type::of(&S { a: field_0, ..base })); }
    ///   kept = rest(base, |whole| forget(S { a: read(&raw const whole.a), ..whole }));
    ///   let made = kept.made();
    ///   (&raw mut (*made.get()).a).write(field_0);
    ///   made.take() }
    /// ```
    pub fn update(&self, rest: LocalId, mut value: ExprStruct) -> Expr {
        let (rt, handle, span) = (&self.emit.rt, self.emit.handle(rest), value.span());
        let (made, base_name, whole) = (own("made"), own("base"), own("whole"));
        let (mut names, mut values, mut members) = (Vec::new(), Vec::new(), Vec::new());
        let mut left = value.clone();
        for (index, field) in value.fields.iter_mut().enumerate() {
            let (name, member) = (own(&format!("field_{index}")), field.member.clone());
            values.push(std::mem::replace(&mut field.expr, parse(name.to_token_stream())));
            field.colon_token.get_or_insert_default();
            let of_left = &mut left.fields[index];
            of_left.expr = parse(quote!((&raw const #whole.#member).read_unaligned()));
            of_left.colon_token.get_or_insert_default();
            names.push(name);
            members.push(member);
        }
        let base = value.rest.replace(Box::new(parse(base_name.to_token_stream())));
        left.rest = Some(Box::new(parse(whole.to_token_stream())));
        parse(quote_spanned! {span=> {
            let (#(#names,)* #base_name) = (#(#values,)* #base);
            if false {
                loop {}
                #rt::Type::of(&#base_name).same(#rt::Type::of(&#value));
            }
            #handle.init(#rt::rest(#base_name, |#whole| ::core::mem::forget(#left)));
            let #made = (*#handle.at).made();
            #((&raw mut (*#made.get()).#members).write_unaligned(#names);)*
            #made.take()
        }})
    }
}
