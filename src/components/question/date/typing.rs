//! Dates as people type them.

use super::calendar::Ymd;

/// How much of a date a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    /// Year, month and day.
    Day,
    /// Year and month; the day is the first.
    Month,
    /// The year; its first day.
    Year,
}

/// A typed date: `2026-11-22`, `2026/11/22`, `20261122`, `2026年11月22日`, `22.11.2026`. One that
/// could be two dates, such as `3/4/2026`, is none.
pub(super) fn read(text: &str, grain: Grain) -> Option<Ymd> {
    let plain = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        _ => c,
    };
    let text: String = text.trim().chars().map(plain).collect();
    let known = |c: char| c.is_ascii_digit() || " -/.,年月日號号".contains(c);
    if !text.chars().all(known) {
        return None;
    }
    let groups = text.split(|c: char| !c.is_ascii_digit());
    let groups: Vec<&str> = groups.filter(|group| !group.is_empty()).collect();
    let number = |group: &str| group.parse::<u32>().ok();
    let year = |group: &str| {
        let whole = (3..=4).contains(&group.len());
        whole.then(|| group.parse::<i32>().ok()).flatten()
    };
    match (grain, groups.as_slice()) {
        (Grain::Year, [y]) => Some((year(y)?, 1, 1)),
        (Grain::Month, [ym]) if ym.len() == 6 => {
            let (y, m) = ym.split_at(4);
            Some((year(y)?, number(m)?, 1))
        }
        (Grain::Month, [a, b]) => match (year(a), year(b)) {
            (Some(year), None) => Some((year, number(b)?, 1)),
            (None, Some(year)) => Some((year, number(a)?, 1)),
            _ => None,
        },
        (Grain::Day, [ymd]) if ymd.len() == 8 => {
            let (y, md) = ymd.split_at(4);
            let (m, d) = md.split_at(2);
            Some((year(y)?, number(m)?, number(d)?))
        }
        (Grain::Day, [y, m, d]) if y.len() > 2 => Some((year(y)?, number(m)?, number(d)?)),
        (Grain::Day, [a, b, y]) => {
            let (a, b) = (number(a)?, number(b)?);
            let (month, day) = match (a > 12, b > 12) {
                (true, false) => (b, a),
                (false, true) => (a, b),
                _ if a == b => (a, b),
                _ => return None,
            };
            Some((year(y)?, month, day))
        }
        _ => None,
    }
}

/// A date as it is shown to be typed over.
pub(super) fn shown((year, month, day): Ymd, grain: Grain) -> String {
    match grain {
        Grain::Day => format!("{year:04}-{month:02}-{day:02}"),
        Grain::Month => format!("{year:04}-{month:02}"),
        Grain::Year => format!("{year:04}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_many_spellings() {
        for text in [
            "2026-11-22",
            "2026/11/22",
            "2026.11.22",
            "20261122",
            "２０２６年１１月２２日",
            "22.11.2026",
            "11/22/2026",
            " 2026 11 22 ",
        ] {
            assert_eq!(read(text, Grain::Day), Some((2026, 11, 22)), "{text}");
        }
        assert_eq!(read("5/5/2026", Grain::Day), Some((2026, 5, 5)));
    }

    #[test]
    fn what_could_be_two_dates_is_none() {
        for text in [
            "3/4/2026",
            "26-11-22",
            "tomorrow",
            "2026-11",
            "",
            "2026-11-22x",
        ] {
            assert_eq!(read(text, Grain::Day), None, "{text}");
        }
    }

    #[test]
    fn months_and_years_are_read() {
        for text in ["2026-11", "202611", "11/2026", "2026年11月"] {
            assert_eq!(read(text, Grain::Month), Some((2026, 11, 1)), "{text}");
        }
        assert_eq!(read("2026年", Grain::Year), Some((2026, 1, 1)));
        assert_eq!(read("26", Grain::Year), None);
        assert_eq!(shown((2026, 3, 4), Grain::Month), "2026-03");
    }
}
