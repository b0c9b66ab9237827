//! Numbers as people and input methods write them, and as they are stored.

/// A typed number in the form that is stored. A comma is read only where it can mean one thing:
/// between thousands of a whole number, or before decimals. `1,234` in a question for decimals
/// could be either, so it stays as it is and shows as wrong.
pub(super) fn read(text: &str, whole: bool, thousands: bool) -> String {
    let text = plain_digits(text);
    if !text.contains(',') {
        return text;
    }
    let bare = text.replace(',', "");
    if (whole || thousands) && is_grouped(&text) {
        return bare;
    }
    let one = text.matches(',').count() == 1 && !text.contains('.');
    if !whole && one && !is_grouped(&text) {
        return text.replace(',', ".");
    }
    text
}

/// A number with a comma between thousands; what is no number is left as it is.
pub(super) fn grouped(value: &str) -> String {
    let (sign, unsigned) = match value.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", value),
    };
    let (whole, rest) = match unsigned.find('.') {
        Some(at) => unsigned.split_at(at),
        None => (unsigned, ""),
    };
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return value.to_owned();
    }
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// Whether commas stand between thousands and nowhere else.
fn is_grouped(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let three = |group: &str| group.len() == 3 && digits(group);
    (1..=3).contains(&first.len()) && digits(first) && digits(rest) && groups.all(three)
}

/// Digits and signs as input methods for Chinese and Arabic give them, in the form that numbers
/// have.
pub(super) fn plain_digits(text: &str) -> String {
    let from = |zero: char, c: char| {
        let digit = u32::from(c).wrapping_sub(u32::from(zero));
        char::from_digit(digit, 10).unwrap_or(c)
    };
    let plain = |c: char| match c {
        '０'..='９' => from('０', c),
        '٠'..='٩' => from('٠', c),
        '۰'..='۹' => from('۰', c),
        '．' | '。' | '٫' => '.',
        '，' | '٬' => ',',
        '－' | '−' => '-',
        _ => c,
    };
    text.trim().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_and_arabic_digits_become_plain_ones() {
        assert_eq!(plain_digits(" １２．５ "), "12.5");
        assert_eq!(plain_digits("－3"), "-3");
        assert_eq!(plain_digits("٣٫٥"), "3.5");
        assert_eq!(plain_digits("about 3"), "about 3");
    }

    #[test]
    fn a_comma_is_read_where_it_can_mean_one_thing() {
        for (text, whole, thousands, stored) in [
            ("3,5", false, false, "3.5"),
            ("1,25", false, false, "1.25"),
            ("1,234", false, false, "1,234"),
            ("1,234", false, true, "1234"),
            ("1,234.5", false, true, "1234.5"),
            ("1,234", true, false, "1234"),
            ("12,34", true, false, "12,34"),
            ("1,2,3", false, false, "1,2,3"),
            ("-1,234,567", true, true, "-1234567"),
        ] {
            assert_eq!(read(text, whole, thousands), stored, "{text}");
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (value, shown) in [
            ("1234567", "1,234,567"),
            ("-1234.5678", "-1,234.5678"),
            ("999", "999"),
            ("", ""),
            ("about 3000", "about 3000"),
        ] {
            assert_eq!(grouped(value), shown);
        }
    }
}
