//! The colours and fonts of the picture, as a style sheet.
//!
//! The hues are those of Okabe and Ito, which people with any kind of colour vision can tell
//! apart, darkened on white and lightened on black until text in them can be read. Whatever a
//! colour says is also said by a sign, a shape or a dash.

use super::Theme;

/// What each thing is painted with.
struct Palette {
    paper: &'static str,
    card: &'static str,
    rule: &'static str,
    ink: &'static str,
    quiet: &'static str,
    arrow: &'static str,
    grey: &'static str,
    blue: &'static str,
    green: &'static str,
    /// Behind a white name.
    bars: [&'static str; 3],
    orange: &'static str,
    purple: &'static str,
    vermilion: &'static str,
    gained: &'static str,
    frame: &'static str,
    note: &'static str,
}

const LIGHT: Palette = Palette {
    paper: "#ffffff",
    card: "#ffffff",
    rule: "#d3dae1",
    ink: "#1b2430",
    quiet: "#66727f",
    arrow: "#465463",
    grey: "#52606d",
    blue: "#005f99",
    green: "#00755a",
    bars: ["#52606d", "#005f99", "#00755a"],
    orange: "#8a5a00",
    purple: "#99407a",
    vermilion: "#b34700",
    gained: "#e4f4ee",
    frame: "#f8f1f6",
    note: "#fdf3d6",
};

const DARK: Palette = Palette {
    paper: "#0e1318",
    card: "#171e26",
    rule: "#34404c",
    ink: "#e7edf3",
    quiet: "#93a1ae",
    arrow: "#b0bcc8",
    grey: "#9fb0c0",
    blue: "#6fc3f2",
    green: "#3ecfa3",
    bars: ["#4a5866", "#0069a8", "#007d60"],
    orange: "#f0b13c",
    purple: "#e49cc9",
    vermilion: "#ff8f55",
    gained: "#14352d",
    frame: "#1b171f",
    note: "#302812",
};

/// The fonts, and what stands in for them.
const FONTS: &str = "\
.pinata .s,.pinata .b{font-family:Inter,'Helvetica Neue',Arial,sans-serif}
.pinata .b{font-weight:600}
.pinata .c{font-family:'JetBrains Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;font-variant-ligatures:none}
.pinata text{white-space:pre}
.pinata .line{fill:none;stroke-width:1.6}
.pinata .k-pending .line,.pinata .k-cancel .line,.pinata .k-panic .line{stroke-dasharray:5 4}
.pinata .frame{stroke-dasharray:2 4;stroke-width:1.4;stroke-linecap:round}
.pinata .card{stroke-width:1.2}
.pinata .on{fill:#ffffff}
.pinata .soft{fill:#ffffff;fill-opacity:.82}
.pinata .solid{stroke-dasharray:none!important}
.pinata .edge,.pinata .row{fill:none}
.pinata .edge{stroke-width:1.3}
.pinata .row{pointer-events:all}
.pinata .target{fill:none;stroke:#ffffff;stroke-width:1.6}
.pinata .gone{text-decoration:line-through}
";

/// What there is to paint besides: the rules of a palette, below a root.
type Rules = fn(&Palette, &str) -> String;

/// The style sheet of a theme.
pub fn sheet(theme: Theme) -> String {
    themed(theme, rules)
}

/// The style sheet of a theme for pictures of bytes.
pub fn sheet_of_bytes(theme: Theme) -> String {
    themed(theme, |palette, root| rules(palette, root) + &byte_rules(palette, root))
}

fn themed(theme: Theme, rules: Rules) -> String {
    match theme {
        Theme::Light => FONTS.to_owned() + &rules(&LIGHT, ".pinata"),
        Theme::Dark => FONTS.to_owned() + &rules(&DARK, ".pinata"),
        Theme::Auto => format!(
            "{FONTS}{}@media (prefers-color-scheme:dark){{\n{}}}\n",
            rules(&LIGHT, ".pinata"),
            rules(&DARK, ".pinata"),
        ),
    }
}

/// The rules for a page that has a switch: the class `dark` or `light` on the root wins over
/// what the system prefers.
pub fn switchable() -> String {
    FONTS.to_owned() + &switched(rules)
}

/// What such a page needs besides for pictures of bytes.
pub fn switchable_bytes() -> String {
    switched(byte_rules)
}

fn switched(rules: Rules) -> String {
    format!(
        "{}@media (prefers-color-scheme:dark){{\n{}}}\n{}{}",
        rules(&LIGHT, ".pinata"),
        rules(&DARK, ".pinata"),
        rules(&LIGHT, ":root.light .pinata"),
        rules(&DARK, ":root.dark .pinata"),
    )
}

/// What each kind of bytes is painted with.
fn byte_rules(palette: &Palette, root: &str) -> String {
    let Palette { card, rule, bars: [_, blue, green], orange, purple, vermilion, .. } = palette;
    let rules = [
        (".y-held", format!("fill:{blue}")),
        (".y-awaitee", format!("fill:{green}")),
        (".y-waste", format!("fill:{vermilion}")),
        (".y-flag", format!("fill:{orange}")),
        (".y-tag", format!("fill:{purple}")),
        (".y-dead", format!("fill:{rule}")),
        (".y-padding", format!("fill:{card};stroke:{rule};stroke-dasharray:2 3")),
    ];
    rules.map(|(selector, style)| format!("{root} {selector}{{{style}}}\n")).concat()
}

fn rules(palette: &Palette, root: &str) -> String {
    let Palette { paper, card, rule, ink, quiet, arrow, grey, blue, green, .. } = palette;
    let Palette { orange, purple, vermilion, gained, frame, note, bars, .. } = palette;
    let [bar_grey, bar_blue, bar_green] = bars;
    let rules = [
        (".paper", format!("fill:{paper}")),
        (".card", format!("fill:{card};stroke:{rule}")),
        (".rule-fill", format!("fill:{rule}")),
        (".tag", format!("fill:{paper};stroke:{rule}")),
        (".ink", format!("fill:{ink}")),
        (".quiet", format!("fill:{quiet}")),
        (".gained", format!("fill:{gained}")),
        (".plus", format!("fill:{green}")),
        (".frame", format!("fill:{frame};stroke:{purple}")),
        (".head", format!("fill:{purple}")),
        (".note", format!("fill:{note};stroke:{orange}")),
        (".dot", format!("fill:{ink}")),
        (".bar-unresumed", format!("fill:{bar_grey}")),
        (".bar-suspended", format!("fill:{bar_blue}")),
        (".bar-returned", format!("fill:{bar_green}")),
        (".edge-unresumed", format!("stroke:{grey}")),
        (".edge-suspended", format!("stroke:{blue}")),
        (".edge-returned", format!("stroke:{green}")),
        (".used", format!("fill:{blue}")),
        (".borrowed", format!("fill:{orange}")),
        (".dropped", format!("fill:{purple}")),
        (".hollow", format!("fill:none;stroke:{purple};stroke-width:1.6")),
        (".badge", format!("fill:{vermilion}")),
        (".badge-ink", format!("fill:{paper}")),
        (".ring", format!("fill:{paper};stroke-width:1.6")),
        (".k-onward .line,$ .k-onward .ring", format!("stroke:{arrow}")),
        (".k-onward .tip", format!("fill:{arrow}")),
        (".k-back .line", format!("stroke:{purple}")),
        (".k-back .tip", format!("fill:{purple}")),
        (".k-return .line,$ .k-return .ring", format!("stroke:{green}")),
        (".k-return .tip", format!("fill:{green}")),
        (".k-pending .line", format!("stroke:{blue}")),
        (".k-pending .tip", format!("fill:{blue}")),
        (".k-cancel .line,$ .k-cancel .ring", format!("stroke:{quiet}")),
        (".k-cancel .tip", format!("fill:{quiet}")),
        (".k-panic .line,$ .k-panic .ring", format!("stroke:{vermilion}")),
        (".k-panic .tip", format!("fill:{vermilion}")),
    ];
    let rules = rules.map(|(selector, style)| {
        let selector = selector.replace('$', root);
        format!("{root} {selector}{{{style}}}\n")
    });
    rules.concat()
}
