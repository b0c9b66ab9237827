//! Amounts of bytes, for people.

/// An amount of bytes in the largest unit that leaves a figure of at least 1.
pub fn size_text(bytes: f64) -> String {
    let units = ["B", "KB", "MB", "GB", "TB"];
    let mut amount = bytes;
    let mut unit = 0;
    while amount >= 1024.0 && unit + 1 < units.len() {
        amount /= 1024.0;
        unit += 1;
    }
    let digits = usize::from(amount < 10.0 && unit > 0);
    format!("{amount:.digits$} {}", units[unit])
}

/// The same of a whole number.
#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
pub fn size_of(bytes: u64) -> String {
    size_text(bytes as f64)
}
