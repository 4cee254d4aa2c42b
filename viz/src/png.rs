//! Machines as PNG: the SVG, painted by resvg with the shipped fonts.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::picture::Show;
use crate::picture::font::Face;
use crate::svg::{self, Theme};
use crate::{Error, Found};

/// How many pixels of the picture one of the SVG has.
const SCALE: f32 = 2.0;
/// The most pixels to a side; what is larger is made smaller.
const LARGEST: f32 = 16_000.0;

/// Paints a machine. A PNG cannot ask which theme is preferred: unless it is said, light.
pub fn render(found: &Found, theme: Theme, show: Show) -> Result<Vec<u8>, Error> {
    let theme = if theme == Theme::Auto { Theme::Light } else { theme };
    paint(&svg::render(found, theme, show)).ok_or(Error::TooLarge { name: found.path.clone() })
}

/// Paints an SVG that is drawn with the shipped fonts; none if there is no memory for it.
pub fn paint(svg: &str) -> Option<Vec<u8>> {
    let mut options = Options::default();
    let fonts = options.fontdb_mut();
    for file in Face::FILES {
        fonts.load_font_data(file.to_vec());
    }
    // The same machine gives the same bytes everywhere, unless its names are written in letters
    // that the shipped fonts do not have.
    if !Face::all_have(svg) {
        fonts.load_system_fonts();
    }
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size();
    let scale = SCALE.min(LARGEST / size.width()).min(LARGEST / size.height());
    let pixels = |length: f32| (length * scale).ceil() as u32;
    let mut image = Pixmap::new(pixels(size.width()), pixels(size.height()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut image.as_mut());
    image.encode_png().ok()
}
