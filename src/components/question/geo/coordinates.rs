//! Positions as XForms stores them: `latitude longitude altitude accuracy`, several with `;`
//! between (ODK XForms, "Data types").

use form::{Context, Outcome, Wanted, evaluate};

use crate::platform::position::Fix;

/// A position: degrees, then metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Point {
    pub(in super::super) latitude: f64,
    pub(in super::super) longitude: f64,
    altitude: f64,
    accuracy: f64,
}

impl Point {
    /// A point without altitude and accuracy; `None` if it is not on the earth.
    pub(in super::super) fn new(latitude: f64, longitude: f64) -> Option<Self> {
        Self::with_altitude(latitude, longitude, 0.0)
    }

    pub(super) fn with_altitude(latitude: f64, longitude: f64, altitude: f64) -> Option<Self> {
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        (on_earth && altitude.is_finite()).then_some(Self {
            latitude,
            longitude,
            altitude,
            accuracy: 0.0,
        })
    }

    /// Metres within which it is; 0 if nobody measured it.
    pub(super) fn accuracy(self) -> f64 {
        self.accuracy
    }

    pub(super) fn stored(self) -> String {
        let Self {
            latitude,
            longitude,
            altitude,
            accuracy,
        } = self;
        format!("{latitude:.7} {longitude:.7} {altitude:.1} {accuracy:.1}")
    }

    fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split_ascii_whitespace().map(str::parse::<f64>);
        let (latitude, longitude) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        let altitude = numbers.next().and_then(Result::ok).unwrap_or_default();
        let point = Self::with_altitude(latitude, longitude, altitude)?;
        let accuracy = numbers.next().and_then(Result::ok).unwrap_or_default();
        Some(Self { accuracy, ..point })
    }
}

impl From<Fix> for Point {
    fn from(fix: Fix) -> Self {
        Self {
            latitude: fix.latitude,
            longitude: fix.longitude,
            altitude: fix.altitude.unwrap_or_default(),
            accuracy: fix.accuracy,
        }
    }
}

/// The points of an answer; what is none is left out.
pub(in super::super) fn points(value: &str) -> Vec<Point> {
    value.split(';').filter_map(Point::read).collect()
}

/// The points of a shape, whose last is stored as its first once more.
pub(super) fn corners(value: &str) -> Vec<Point> {
    let mut corners = points(value);
    let again = corners.len() > 1 && corners.first() == corners.last();
    if again {
        corners.pop();
    }
    corners
}

/// Points as an answer; a shape of three or more is closed.
pub(super) fn stored(points: &[Point], closed: bool) -> String {
    let first = points.first().filter(|_| closed && points.len() > 2);
    let all = points.iter().chain(first);
    all.map(|point| point.stored())
        .collect::<Vec<_>>()
        .join(";")
}

/// The length of a line in metres, by the function that forms use.
pub(super) fn length_m(value: &str) -> f64 {
    figure("distance", value)
}

/// The area of a shape in square metres, in the same way.
pub(super) fn area_m2(value: &str) -> f64 {
    figure("area", value)
}

fn figure(function: &str, value: &str) -> f64 {
    // The value is digits, signs and spaces: it can't end the text in the expression.
    let safe = |c: char| c.is_ascii_digit() || " .;-".contains(c);
    if !value.chars().all(safe) {
        return 0.0;
    }
    let expression = format!("{function}('{value}')");
    let context = Context::default();
    match evaluate(&expression, "<x/>", None, Wanted::Number, &context) {
        Ok(Outcome::Number(number)) if number.is_finite() => number,
        _ => 0.0,
    }
}

/// A length for people: `12.5 m`, `3.20 km`.
pub(super) fn length_text(metres: f64) -> String {
    if metres < 1000.0 {
        format!("{metres:.1} m")
    } else {
        format!("{:.2} km", metres / 1000.0)
    }
}

/// An area for people: `350 m²`, `1.25 ha`.
pub(super) fn area_text(square_metres: f64) -> String {
    if square_metres < 10_000.0 {
        format!("{square_metres:.0} m²")
    } else {
        format!("{:.2} ha", square_metres / 10_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_stored_and_read_back() {
        let value = "22.2000000 113.5400000 12.5 4.0;22.2010000 113.5400000 0.0 0.0";
        let read = points(value);
        assert_eq!(stored(&read, false), value);
        assert_eq!(points("22.2 113.54").len(), 1);
        assert_eq!(points("91 0; x y; "), []);
    }

    #[test]
    fn a_shape_ends_where_it_began() {
        let triangle = "0 0;0 1;1 1";
        let value = stored(&points(triangle), true);
        assert_eq!(points(&value).len(), 4);
        assert_eq!(corners(&value).len(), 3);
        assert_eq!(points(&stored(&points("0 0;0 1"), true)).len(), 2);
    }

    #[test]
    fn lengths_and_areas_are_those_of_the_form_engine() {
        let side = "0 0 0 0;0 0.001 0 0";
        assert!((length_m(side) - 111.2).abs() < 0.5, "{}", length_m(side));
        let square = "0 0 0 0;0 0.001 0 0;0.001 0.001 0 0;0.001 0 0 0;0 0 0 0";
        assert!(
            (area_m2(square) - 12_364.0).abs() < 100.0,
            "{}",
            area_m2(square)
        );
        assert_eq!(area_text(12_364.0), "1.24 ha");
        assert_eq!(length_text(111.19), "111.2 m");
    }
}
