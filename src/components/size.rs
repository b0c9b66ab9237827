//! Amounts of bytes, for people.

/// An amount of bytes in the largest unit that leaves a figure of at least 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "amounts are not negative, and three digits are shown"
)]
pub fn size_text(bytes: f64) -> String {
    let units = ["B", "KB", "MB", "GB", "TB"];
    let mut amount = bytes;
    let mut unit = 0;
    while amount >= 1024.0 && unit + 1 < units.len() {
        amount /= 1024.0;
        unit += 1;
    }
    // Put together from whole numbers: code that writes any float as text weighs 5 KB.
    let tenths = (amount * 10.0).round() as u64;
    if amount < 10.0 && unit > 0 {
        format!("{}.{} {}", tenths / 10, tenths % 10, units[unit])
    } else {
        format!("{} {}", amount.round() as u64, units[unit])
    }
}

/// The same of a whole number.
#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
pub fn size_of(bytes: u64) -> String {
    size_text(bytes as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_figure_has_a_tenth_and_bytes_have_none() {
        let cases = [
            (0, "0 B"),
            (7, "7 B"),
            (1023, "1023 B"),
            (1024, "1.0 KB"),
            (1587, "1.5 KB"),
            (10 * 1024 - 1, "10.0 KB"),
            (10 * 1024, "10 KB"),
            (3 << 30, "3.0 GB"),
            (5_000 << 40, "5000 TB"),
        ];
        for (bytes, text) in cases {
            assert_eq!(size_of(bytes), text);
        }
    }
}
