//! Keys of lines: texts that sort in reading order, with room between any two.
//!
//! A key is a fraction in base 36: its digits stand behind the point. Lines that are added at the
//! end count on in the first four digits; one that comes between two others gets as many digits as
//! it needs.

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// Digits of a key at the end.
const WIDTH: usize = 4;

fn digit(byte: Option<&u8>) -> usize {
    byte.and_then(|byte| DIGITS.iter().position(|digit| digit == byte))
        .unwrap_or(0)
}

/// The key of a line after all others, of which `last` is the last.
pub fn after(last: Option<&str>) -> String {
    let last = last.unwrap_or_default().as_bytes();
    let mut digits: [usize; WIDTH] = std::array::from_fn(|at| digit(last.get(at)));
    for at in (0..WIDTH).rev() {
        digits[at] += 1;
        if digits[at] < DIGITS.len() {
            return text(&digits);
        }
        digits[at] = 0;
    }
    // More than a million lines: from here on between the last one and the end.
    between_bytes(last, None)
}

/// A key between two; `before` sorts before `next`. Without `before` it comes first of all.
pub fn between(before: Option<&str>, next: Option<&str>) -> String {
    match next {
        None => after(before),
        Some(next) => between_bytes(before.unwrap_or_default().as_bytes(), Some(next.as_bytes())),
    }
}

fn between_bytes(low: &[u8], high: Option<&[u8]>) -> String {
    let mut high = high;
    let mut digits = Vec::new();
    loop {
        let at = digits.len();
        let from = digit(low.get(at));
        let to = high.map_or(DIGITS.len(), |high| digit(high.get(at)));
        // More digits than keys at the end have, so that none of those is met again.
        let room = at >= WIDTH && to > from + 1;
        // Two equal keys have nothing between them; behind both is the best there is.
        let equal = at > low.len() && high.is_some_and(|high| at > high.len());
        if room || equal {
            digits.push(usize::midpoint(from, if equal { DIGITS.len() } else { to }));
            return text(&digits);
        }
        digits.push(from);
        if to > from {
            // Anything above the rest of `low` is below `high` from here on.
            high = None;
        }
    }
}

fn text(digits: &[usize]) -> String {
    digits
        .iter()
        .map(|digit| char::from(DIGITS[*digit]))
        .collect()
}
