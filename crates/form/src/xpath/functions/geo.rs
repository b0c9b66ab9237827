//! Functions on places: texts of latitude, longitude, altitude and accuracy.

use super::{Call, Function};
use crate::xpath::eval::Evaluated;
use crate::xpath::number::{round_to, text_number};
use crate::xpath::value::Value;

/// Metres; the sphere that the clients of the field reckon with.
const RADIUS: f64 = 6_378_100.0;

pub(super) fn call<'a>(call: &Call<'_, 'a>, function: Function) -> Evaluated<Value<'a>> {
    let texts = call.texts(0)?;
    let points: Option<Vec<(f64, f64)>> = texts
        .iter()
        .flat_map(|text| text.split(';'))
        .map(str::trim)
        .enumerate()
        .filter(|(at, text)| *at == 0 || !text.is_empty())
        .map(|(_, text)| point(text))
        .collect();
    let number = points.map_or(f64::NAN, |points| match function {
        Function::Distance => length(&points),
        _ => area(&points),
    });
    Ok(Value::Number(round_to(number, 2.0)))
}

/// Latitude and longitude in radians.
fn point(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.split_ascii_whitespace().map(text_number);
    let (latitude, longitude) = (numbers.next()?, numbers.next()?);
    let in_range = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    in_range.then(|| (latitude.to_radians(), longitude.to_radians()))
}

/// The sum of great-circle distances from each point to the next.
fn length(points: &[(f64, f64)]) -> f64 {
    points
        .windows(2)
        .map(|pair| great_circle(pair[0], pair[1]))
        .sum()
}

/// By the spherical law of cosines.
fn great_circle(from: (f64, f64), to: (f64, f64)) -> f64 {
    let cosine = from.0.sin() * to.0.sin() + from.0.cos() * to.0.cos() * (to.1 - from.1).cos();
    if from == to {
        0.0
    } else {
        cosine.clamp(-1.0, 1.0).acos() * RADIUS
    }
}

/// The area of a polygon on a sphere (Chamberlain and Duquette 2007, "Some algorithms for polygons
/// on a sphere").
fn area(points: &[(f64, f64)]) -> f64 {
    if points.len() < 3 {
        return 0.0;
    }
    let next = points.iter().cycle().skip(1);
    let sum: f64 = points
        .iter()
        .zip(next)
        .map(|(from, to)| (to.1 - from.1) * (2.0 + from.0.sin() + to.0.sin()))
        .sum();
    (sum * RADIUS * RADIUS / 2.0).abs()
}
