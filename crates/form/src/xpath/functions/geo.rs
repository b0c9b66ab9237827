//! Functions on places: texts of latitude, longitude, altitude and accuracy.

use super::{Call, Function};
use crate::xpath::eval::Evaluated;
use crate::xpath::number::{round_to, text_number};
use crate::xpath::value::Value;

/// Metres; the sphere that the clients of the field reckon with.
const RADIUS: f64 = 6_378_100.0;

/// Latitude and longitude in degrees.
type Point = (f64, f64);

pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    Ok(match function {
        Function::Geofence => {
            let inside = match (points(&[call.text(0)?]), points(&[call.text(1)?])) {
                (Some(point), Some(fence)) => match point.as_slice() {
                    [point] => is_inside(*point, &fence),
                    _ => false,
                },
                _ => false,
            };
            Value::Boolean(inside)
        }
        Function::Intersects => {
            let line = points(&[call.text(0)?]).unwrap_or_default();
            call.eval.spend(line.len().saturating_mul(line.len()) / 4)?;
            Value::Boolean(crosses_itself(&line))
        }
        _ => {
            let number = points(&call.texts(0)?).map_or(f64::NAN, |points| match function {
                Function::Distance | Function::DistanceBetween => length(&points),
                _ => area(&points),
            });
            Value::Number(round_to(number, 2.0))
        }
    })
}

/// The points of several texts, each of which may hold a whole line; `None` if one can't be read.
fn points(texts: &[impl AsRef<str>]) -> Option<Vec<Point>> {
    texts
        .iter()
        .flat_map(|text| text.as_ref().split(';'))
        .map(str::trim)
        .enumerate()
        .filter(|(at, text)| *at == 0 || !text.is_empty())
        .map(|(_, text)| point(text))
        .collect()
}

fn point(text: &str) -> Option<Point> {
    let mut numbers = text.split_ascii_whitespace().map(text_number);
    let (latitude, longitude) = (numbers.next()?, numbers.next()?);
    let in_range = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    in_range.then_some((latitude, longitude))
}

/// The sum of great-circle distances from each point to the next.
fn length(points: &[Point]) -> f64 {
    points
        .windows(2)
        .map(|pair| great_circle(pair[0], pair[1]))
        .sum()
}

/// By the spherical law of cosines.
fn great_circle(from: Point, to: Point) -> f64 {
    let (south, north) = (from.0.to_radians(), to.0.to_radians());
    let turn = to.1.to_radians() - from.1.to_radians();
    let cosine = south.sin() * north.sin() + south.cos() * north.cos() * turn.cos();
    if from == to {
        0.0
    } else {
        cosine.clamp(-1.0, 1.0).acos() * RADIUS
    }
}

/// The area of a polygon on a sphere (Chamberlain and Duquette 2007, "Some algorithms for polygons
/// on a sphere").
fn area(points: &[Point]) -> f64 {
    if points.len() < 3 {
        return 0.0;
    }
    let sum: f64 = sides(points)
        .map(|(from, to)| {
            let turn = to.1.to_radians() - from.1.to_radians();
            turn * (2.0 + from.0.to_radians().sin() + to.0.to_radians().sin())
        })
        .sum();
    (sum * RADIUS * RADIUS / 2.0).abs()
}

/// The sides of a polygon, the one from its last point back to its first included.
fn sides(points: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    let next = points.iter().cycle().skip(1);
    points.iter().copied().zip(next.copied())
}

/// Whether a point is within a polygon, or on its border, on a map where degrees are square: what
/// is fenced in is small (even-odd rule).
fn is_inside(point: Point, fence: &[Point]) -> bool {
    if fence.len() < 3 {
        return false;
    }
    let mut inside = false;
    for (a, b) in sides(fence) {
        if side_of(a, b, point) == 0.0 && in_box(a, b, point) {
            return true;
        }
        // Each corner belongs to one of its two sides alone.
        if (a.0 > point.0) != (b.0 > point.0) {
            let crossing = a.1 + (point.0 - a.0) / (b.0 - a.0) * (b.1 - a.1);
            inside ^= point.1 < crossing;
        }
    }
    inside
}

/// Whether two parts of a line meet other than where one ends and the next begins.
fn crosses_itself(line: &[Point]) -> bool {
    let mut line = line.to_vec();
    line.dedup();
    let closed = line.len() > 2 && line.first() == line.last();
    let parts: Vec<&[Point]> = line.windows(2).collect();
    for (at, a) in parts.iter().enumerate() {
        for (other, b) in parts.iter().enumerate().skip(at + 1) {
            let meet = if other == at + 1 {
                folds_back(a[0], a[1], b[1])
            } else if closed && at == 0 && other + 1 == parts.len() {
                folds_back(b[0], b[1], a[1])
            } else {
                touch((a[0], a[1]), (b[0], b[1]))
            };
            if meet {
                return true;
            }
        }
    }
    false
}

/// Whether the way from `b` to `c` runs back over that from `a` to `b`.
fn folds_back(a: Point, b: Point, c: Point) -> bool {
    let ahead = (b.0 - a.0) * (c.0 - b.0) + (b.1 - a.1) * (c.1 - b.1);
    side_of(a, b, c) == 0.0 && ahead < 0.0
}

/// Whether two straight parts have a point in common.
fn touch(first: (Point, Point), second: (Point, Point)) -> bool {
    let ((a, b), (c, d)) = (first, second);
    let (of_c, of_d) = (side_of(a, b, c), side_of(a, b, d));
    let (of_a, of_b) = (side_of(c, d, a), side_of(c, d, b));
    (of_c * of_d < 0.0 && of_a * of_b < 0.0)
        || (of_c == 0.0 && in_box(a, b, c))
        || (of_d == 0.0 && in_box(a, b, d))
        || (of_a == 0.0 && in_box(c, d, a))
        || (of_b == 0.0 && in_box(c, d, b))
}

/// Positive on one side of the line through `a` and `b`, negative on the other, 0 on it.
fn side_of(a: Point, b: Point, point: Point) -> f64 {
    (b.0 - a.0) * (point.1 - a.1) - (b.1 - a.1) * (point.0 - a.0)
}

fn in_box(a: Point, b: Point, point: Point) -> bool {
    let between = |a: f64, b: f64, x: f64| a.min(b) <= x && x <= a.max(b);
    between(a.0, b.0, point.0) && between(a.1, b.1, point.1)
}
