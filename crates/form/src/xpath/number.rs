//! Numbers as XPath 1.0 reads and writes them (sections 3.5 and 4.4).

/// A number as text: no exponent, no trailing zeros, `NaN`, `Infinity`.
pub(crate) fn number_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned()
    } else if number == 0.0 {
        // Both zeros read the same.
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// Text as a number: an optional minus, digits and a point, an exponent; anything else is NaN.
pub(crate) fn text_number(text: &str) -> f64 {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().any(|b| b.is_ascii_digit())
        && !exponent.is_empty()
        && exponent.bytes().all(|b| b.is_ascii_digit());
    if plain {
        text.parse().unwrap_or(f64::NAN)
    } else {
        f64::NAN
    }
}

/// Rounds halves towards positive infinity (XPath 1.0, section 4.4).
pub(super) fn round(number: f64) -> f64 {
    let low = number.floor();
    let rounded = if number - low < 0.5 { low } else { low + 1.0 };
    // What is rounded up to nothing stays negative; NaN and infinities have no fraction.
    if number.fract() == 0.0 || !number.is_finite() {
        number
    } else {
        rounded.copysign(number)
    }
}

/// Rounds to `places` digits after the point, or before it when negative.
pub(super) fn round_to(number: f64, places: f64) -> f64 {
    let places = places.trunc().clamp(-300.0, 300.0);
    let power = 10_f64.powf(places.abs());
    // Here halves go away from zero, as in the clients of the field.
    let rounded = if places < 0.0 {
        (number / power).round() * power
    } else {
        (number * power).round() / power
    };
    if rounded.is_finite() { rounded } else { number }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the results are exact")]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_without_exponent() {
        for (number, text) in [
            (1.0, "1"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn only_plain_digits_are_numbers() {
        assert_eq!(text_number(" -1.50 "), -1.5);
        assert_eq!(text_number(".5"), 0.5);
        for text in [
            "", "-", ".", "1e", "e1", "+1", "0x1", "1.2.3", "inf", "NaN", "１",
        ] {
            assert!(text_number(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn halves_round_up() {
        assert_eq!(round(2.5), 3.0);
        assert_eq!(round(-2.5), -2.0);
        assert_eq!(round(0.499_999_999_999_999_94), 0.0);
        assert!(round(-0.2).is_sign_negative());
        assert!(round(f64::NAN).is_nan());
        assert_eq!(round_to(1.235, 2.0), 1.24);
        assert_eq!(round_to(1250.0, -2.0), 1300.0);
    }
}
