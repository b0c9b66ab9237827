//! Pictures of figures, as SVG. Colours are the design's own, with those of daylight written beside
//! them, so that a picture that was saved looks the same without the app. What means something is
//! told by a pattern too.

use std::fmt::Write as _;

use leptos::prelude::*;

/// Colours: the design's name, and what it is in daylight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Text,
    Soft,
    Accent,
    Fill,
    OnFill,
    Bad,
    Line,
    Edge,
    Surface,
}

impl Ink {
    const fn css(self) -> &'static str {
        match self {
            Self::Text => "var(--ink,#16292d)",
            Self::Soft => "var(--ink-soft,#3c4d50)",
            Self::Accent => "var(--accent,#0b4f5c)",
            Self::Fill => "var(--fill,#0b4f5c)",
            Self::OnFill => "var(--fill-ink,#ffffff)",
            Self::Bad => "var(--bad,#8c1518)",
            Self::Line => "var(--line,#d6cfc0)",
            Self::Edge => "var(--line-strong,#7c8686)",
            Self::Surface => "var(--surface,#ffffff)",
        }
    }
}

/// What an area is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Plain(Ink),
    /// Lines from the lower left to the upper right.
    Rising(Ink),
    Dotted(Ink),
    Sparse(Ink),
    Crossed(Ink),
    Upright(Ink),
    Level(Ink),
}

impl Paint {
    /// What one tile of a pattern is drawn with; nothing for a plain colour.
    const fn tile(self) -> Option<(&'static str, &'static str, Ink)> {
        match self {
            Self::Plain(_) => None,
            Self::Rising(ink) => Some(("rising", "M-2 2l4-4M0 8l8-8M6 10l4-4", ink)),
            Self::Dotted(ink) => Some(("dotted", "M2 2h2v2h-2zM6 6h2v2h-2z", ink)),
            Self::Sparse(ink) => Some(("sparse", "M3.5 4h1", ink)),
            Self::Crossed(ink) => Some((
                "crossed",
                "M0 8l8-8M-2 2l4-4M6 10l4-4M0 0l8 8M-2 6l4 4M6-2l4 4",
                ink,
            )),
            Self::Upright(ink) => Some(("upright", "M2 0v8M6 0v8", ink)),
            Self::Level(ink) => Some(("level", "M0 4h8", ink)),
        }
    }
}

/// A line's look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub ink: Ink,
    pub width: f64,
    /// Lengths of strokes and gaps; empty for a line without gaps.
    pub dashes: &'static str,
}

impl Stroke {
    pub(super) const fn of(ink: Ink, width: f64) -> Self {
        Self {
            ink,
            width,
            dashes: "",
        }
    }

    pub(super) const fn dashed(ink: Ink, width: f64, dashes: &'static str) -> Self {
        Self { ink, width, dashes }
    }
}

/// What stands for something in a legend.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    Area(Paint),
    Line(Stroke),
    Mark,
    Diamond,
    /// A dot on its interval.
    Dot(Stroke),
}

/// Where a text begins, ends, or has its middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A place in a drawing, in pixels from its upper left corner.
pub(super) type Spot = (f64, f64);

/// The size of text, in pixels.
pub(super) const TEXT: f64 = 16.0;

/// A drawing under way.
#[derive(Clone, Debug)]
pub(super) struct Drawing {
    /// A name, unlike that of any other on the page.
    name: &'static str,
    width: f64,
    height: f64,
    defs: String,
    known: Vec<&'static str>,
    body: String,
}

impl Drawing {
    pub(super) fn new(name: &'static str, width: f64) -> Self {
        Self {
            name,
            width,
            height: 0.0,
            defs: String::new(),
            known: Vec::new(),
            body: String::new(),
        }
    }

    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    pub(super) const fn width(&self) -> f64 {
        self.width
    }

    pub(super) const fn height(&self) -> f64 {
        self.height
    }

    /// Makes room down to here.
    pub(super) const fn reach(&mut self, y: f64) {
        self.height = self.height.max(y);
    }

    pub(super) fn rect(&mut self, (x, y): Spot, (width, height): (f64, f64), paint: Paint) {
        let fill = self.fill(paint);
        let edge = Ink::Edge.css();
        let _ = write!(
            self.body,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="{fill}" stroke="{edge}"/>"#,
        );
        self.reach(y + height);
    }

    pub(super) fn line(&mut self, spots: &[Spot], stroke: Stroke) {
        let mut path = String::new();
        for (at, (x, y)) in spots.iter().enumerate() {
            let letter = if at == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{letter}{x:.1} {y:.1}");
            self.reach(*y);
        }
        let Stroke { ink, width, dashes } = stroke;
        let ink = ink.css();
        let _ = write!(
            self.body,
            r#"<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width}" stroke-linejoin="round""#,
        );
        if !dashes.is_empty() {
            let _ = write!(self.body, r#" stroke-dasharray="{dashes}""#);
        }
        self.body.push_str("/>");
    }

    /// A round dot, filled or hollow.
    pub(super) fn dot(&mut self, (x, y): Spot, filled: bool) {
        let (ink, inside) = (Ink::Accent.css(), Ink::Surface.css());
        let fill = if filled { ink } else { inside };
        let _ = write!(
            self.body,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="6" fill="{fill}" stroke="{ink}" stroke-width="2"/>"#,
        );
        self.reach(y + 7.0);
    }

    /// A hollow square on its corner.
    pub(super) fn diamond(&mut self, (x, y): Spot) {
        let (ink, inside) = (Ink::Text.css(), Ink::Surface.css());
        let _ = write!(
            self.body,
            r#"<path d="M{x:.1} {:.1}l7 7-7 7-7-7z" fill="{inside}" stroke="{ink}" stroke-width="2"/>"#,
            y - 7.0,
        );
        self.reach(y + 8.0);
    }

    pub(super) fn text(&mut self, (x, y): Spot, anchor: Anchor, ink: Ink, text: &str) {
        self.write((x, y), anchor, ink, "400", text);
    }

    pub(super) fn strong(&mut self, (x, y): Spot, anchor: Anchor, text: &str) {
        self.write((x, y), anchor, Ink::Text, "600", text);
    }

    fn write(&mut self, (x, y): Spot, anchor: Anchor, ink: Ink, weight: &str, text: &str) {
        let (ink, text) = (ink.css(), escaped(text));
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.body,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" fill="{ink}" font-weight="{weight}">{text}</text>"#,
        );
        self.reach(y + 4.0);
    }

    /// The mark of a target, across a bar: seen on any ground.
    pub(super) fn mark(&mut self, (x, top): Spot, high: f64) {
        let spots = [(x, top), (x, top + high)];
        self.line(&spots, Stroke::of(Ink::Surface, 7.0));
        self.line(&spots, Stroke::of(Ink::Text, 3.0));
    }

    /// Names of what is drawn, each with its sign, in as many lines as they need.
    pub(super) fn legend(&mut self, items: &[(Sign, String)]) {
        const SIGN: f64 = 38.0;
        const ROW: f64 = 26.0;
        let (mut x, mut y) = (0.0, self.height + 14.0);
        for (sign, name) in items {
            let wide = SIGN + length(name) + 18.0;
            if x > 0.0 && x + wide - 18.0 > self.width {
                (x, y) = (0.0, y + ROW);
            }
            self.sign((x, y), *sign);
            self.text((x + SIGN, y + 13.0), Anchor::Start, Ink::Soft, name);
            x += wide;
        }
        self.reach(y + ROW - 6.0);
    }

    fn sign(&mut self, (x, y): Spot, sign: Sign) {
        let middle = (x + 15.0, y + 7.0);
        let across = [(x, y + 7.0), (x + 30.0, y + 7.0)];
        match sign {
            Sign::Area(paint) => self.rect((x, y), (30.0, 14.0), paint),
            Sign::Line(stroke) => self.line(&across, stroke),
            Sign::Mark => self.mark((x + 15.0, y - 2.0), 18.0),
            Sign::Diamond => self.diamond(middle),
            Sign::Dot(stroke) => {
                self.line(&across, stroke);
                self.dot(middle, true);
            }
        }
    }

    fn fill(&mut self, paint: Paint) -> String {
        let Paint::Plain(ink) = paint else {
            return self.pattern(paint);
        };
        ink.css().to_owned()
    }

    fn pattern(&mut self, paint: Paint) -> String {
        let Some((tile, path, ink)) = paint.tile() else {
            return String::new();
        };
        let name = self.name;
        if !self.known.contains(&tile) {
            self.known.push(tile);
            let (ground, ink) = (Ink::Surface.css(), ink.css());
            let _ = write!(
                self.defs,
                r#"<pattern id="{name}-{tile}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{ground}"/><path d="{path}" stroke="{ink}" stroke-width="1.6" fill="none"/></pattern>"#,
            );
        }
        format!("url(#{name}-{tile})")
    }

    fn inside(&self) -> String {
        format!("<defs>{}</defs>{}", self.defs, self.body)
    }

    fn frame(&self) -> String {
        format!("0 0 {:.0} {:.0}", self.width, self.height.ceil() + 2.0)
    }

    /// The drawing on the page; `says` is for who doesn't see it.
    pub(super) fn view(&self, says: String) -> AnyView {
        view! {
            <svg
                class="picture"
                data-picture=self.name
                role="img"
                aria-label=says
                viewBox=self.frame()
                font-size=TEXT.to_string()
                inner_html=self.inside()
            ></svg>
        }
        .into_any()
    }

    /// The drawing as a file.
    pub(super) fn file(&self, says: &str) -> String {
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}" width="{:.0}" height="{:.0}" font-size="{TEXT}" font-family="system-ui,'Noto Sans TC','Noto Sans SC',sans-serif"><title>{}</title><rect width="100%" height="100%" fill="#ffffff"/>{}</svg>"##,
            self.frame(),
            self.width,
            self.height.ceil() + 2.0,
            escaped(says),
            self.inside(),
        )
    }
}

/// About how long a text is: a browser alone knows, and only once it is drawn.
#[expect(clippy::cast_precision_loss, reason = "names are short")]
pub(super) fn length(text: &str) -> f64 {
    let wide = text.chars().filter(|c| *c > '\u{2e80}').count();
    let narrow = text.chars().count() - wide;
    wide as f64 * TEXT + narrow as f64 * TEXT * 0.56
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_not_become_a_part_of_the_picture() {
        let mut drawing = Drawing::new("test", 100.0);
        drawing.text((0.0, 10.0), Anchor::Start, Ink::Text, "<script>&\"");
        let file = drawing.file("a < b");
        assert!(file.contains("&lt;script>&amp;&quot;"), "{file}");
        assert!(file.contains("<title>a &lt; b</title>"), "{file}");
    }

    #[test]
    fn a_pattern_is_defined_once() {
        let mut drawing = Drawing::new("test", 100.0);
        for x in [0.0, 20.0] {
            drawing.rect((x, 0.0), (10.0, 10.0), Paint::Rising(Ink::Accent));
        }
        assert_eq!(drawing.inside().matches("<pattern").count(), 1);
        assert_eq!(drawing.inside().matches("url(#test-rising)").count(), 2);
    }

    #[test]
    fn a_legend_goes_on_in_the_next_line() {
        let one = (Sign::Mark, "未到訪的住戶".to_owned());
        let height = |count: usize| {
            let mut drawing = Drawing::new("test", 300.0);
            drawing.legend(&vec![one.clone(); count]);
            drawing.height()
        };
        assert!((height(1) - height(2)).abs() < 0.1);
        assert!(height(3) > height(2) + 20.0);
    }
}
