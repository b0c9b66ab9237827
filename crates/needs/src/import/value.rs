//! Floors, labels and names as cells have them; and when two writings mean the same.

/// Full-width signs as plain ones, in small letters.
fn folded(text: &str) -> impl Iterator<Item = char> {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        _ => c,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase)
}

/// Letters, digits and characters alone: what is compared of words and names.
pub(super) fn plain(text: &str) -> String {
    folded(text).filter(|c| c.is_alphanumeric()).collect()
}

/// What is compared of a door's label: `12a` for `12A 室`. Hyphens between numbers count.
pub(super) fn label(text: &str) -> String {
    let signs = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '.' | '/');
    let text: String = folded(text).filter(signs).collect();
    without(
        &text,
        &["flat", "unit", "room"],
        &["室", "房", "號", "号", "戶", "户"],
    )
}

/// What is compared of a building's name: `3` for `第 3 座`, `Block 3` and `三栋`.
pub(super) fn building(text: &str) -> String {
    let text = plain(text);
    let before = ["第", "block", "tower", "building", "blk", "bldg", "no"];
    let after = ["座", "棟", "栋", "幢", "號樓", "号楼", "號", "号"];
    numeral(without(&text, &before, &after))
}

/// What is compared of an entrance: `2` for `2 單元` and `Entrance 2`.
pub(super) fn entrance(text: &str) -> String {
    let text = plain(text);
    let before = ["第", "entrance", "stair", "staircase"];
    numeral(without(&text, &before, &["單元", "单元", "梯", "號", "号"]))
}

/// Whether two names mean the same building.
pub fn same_place(one: &str, other: &str) -> bool {
    building(one) == building(other)
}

/// What is compared of a phone.
pub(super) fn digits(text: &str) -> String {
    folded(text).filter(char::is_ascii_digit).collect()
}

/// Takes words away at both ends, as long as something is left.
fn without(text: &str, before: &[&str], after: &[&str]) -> String {
    let mut rest = text;
    loop {
        let shorter = before.iter().find_map(|word| rest.strip_prefix(word));
        let shorter = shorter.or_else(|| after.iter().find_map(|word| rest.strip_suffix(word)));
        match shorter {
            Some(shorter) if !shorter.is_empty() => rest = shorter,
            _ => return rest.to_owned(),
        }
    }
}

/// A number in Chinese as digits: `三` is `3`; anything else as it is.
fn numeral(text: String) -> String {
    number_of(&text).map_or(text, |number| number.to_string())
}

/// A number from 1 to 99 in Chinese numerals.
fn number_of(text: &str) -> Option<i64> {
    let digit = |c| "一二三四五六七八九".chars().position(|one| one == c);
    let digit = |c| Some(i64::try_from(digit(c)?).ok()? + 1);
    let signs: Vec<char> = text.chars().collect();
    match signs[..] {
        ['十'] => Some(10),
        [one] => digit(one),
        ['十', ones] => Some(10 + digit(ones)?),
        [tens, '十'] => Some(digit(tens)? * 10),
        [tens, '十', ones] => Some(digit(tens)? * 10 + digit(ones)?),
        _ => None,
    }
}

/// No building is higher.
const FLOORS: std::ops::RangeInclusive<i64> = -20..=300;

/// Reads a floor: `12`, `12/F`, `十二樓`, `G/F` and `地下` (0), `B2` and `負2` (-2).
pub(super) fn floor(text: &str) -> Option<i64> {
    let minus = folded(text.trim()).next() == Some('-');
    let text = plain(text);
    if matches!(
        &*text,
        "g" | "gf" | "地下" | "地面" | "地" | "地下樓" | "ground" | "groundfloor"
    ) {
        return Some(0);
    }
    let before = ["第", "floor", "level"];
    let after = ["字樓", "樓", "楼", "層", "层", "floor", "f"];
    let text = without(&text, &before, &after);
    let below = ["負", "负", "b", "地庫", "地库"];
    let under = below.iter().find_map(|word| text.strip_prefix(word));
    let number = under.unwrap_or(&text);
    let number = number.parse().ok().or_else(|| number_of(number))?;
    let number = if under.is_some() || minus {
        -number
    } else {
        number
    };
    FLOORS.contains(&number).then_some(number)
}

/// The floor that a door's label tells: 12 for `12A`, `1201` and `12-1`.
pub(super) fn floor_of(label: &str) -> Option<i64> {
    let label: String = folded(label)
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .collect();
    // Building, entrance and door in one: the door stands last.
    let own = label.rsplit('-').next().unwrap_or(&label);
    let parts = label.split('-').count();
    let text = if parts > 1 && own.len() >= 3 {
        own
    } else {
        &*label
    };
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    let floor = match (number.len(), rest.is_empty()) {
        (0, _) if text.starts_with('g') => return Some(0),
        (1 | 2, false) => number,
        (3 | 4, _) => &number[..number.len() - 2],
        _ => return None,
    };
    floor.parse().ok().filter(|floor| FLOORS.contains(floor))
}

/// What stands on a door of which the list has floor and flat apart: `12A` for flat A, `1201` for
/// flat 1 or 01 on floor 12. A label that is longer stays as it is.
pub(super) fn whole_label(floor: Option<i64>, text: &str) -> String {
    let compared = label(text);
    let short = compared.len() <= 2 && !compared.is_empty();
    let all = |is: fn(&u8) -> bool| compared.as_bytes().iter().all(is);
    let whole = |floor: &i64| *floor == 0 && compared.starts_with('g');
    let Some(floor) = floor.filter(|floor| short && !whole(floor)) else {
        return text.to_owned();
    };
    let floor = match floor {
        0 => "G".to_owned(),
        below if below < 0 => format!("B{}", -below),
        above => above.to_string(),
    };
    match () {
        () if all(u8::is_ascii_alphabetic) => format!("{floor}{}", compared.to_uppercase()),
        () if all(u8::is_ascii_digit) => format!("{floor}{compared:0>2}"),
        () => text.to_owned(),
    }
}

/// The names in a cell: several people are listed with signs that no name has.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ';', '；', '/', '／', '\n', '&'])
        .map(str::trim)
        .filter(|name| !plain(name).is_empty())
}

/// A key to sort by in which `2` comes before `10`: runs of digits by their value, the rest by
/// its characters.
pub fn natural(text: &str) -> Vec<(u64, char)> {
    let mut key = Vec::new();
    let mut number: Option<u64> = None;
    for c in folded(text) {
        if let Some(digit) = c.to_digit(10) {
            let so_far = number.unwrap_or(0);
            number = Some(so_far.saturating_mul(10).saturating_add(digit.into()));
        } else {
            key.extend(number.take().map(|number| (number, '\0')));
            key.push((u64::MAX, c));
        }
    }
    key.extend(number.map(|number| (number, '\0')));
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_are_read_as_they_are_written() {
        for (text, read) in [
            ("12", Some(12)),
            ("１２樓", Some(12)),
            ("12/F", Some(12)),
            ("第十二層", Some(12)),
            ("二十楼", Some(20)),
            ("G/F", Some(0)),
            ("地下", Some(0)),
            ("B2", Some(-2)),
            ("-1", Some(-1)),
            ("負1層", Some(-1)),
            ("地庫2", Some(-2)),
            ("", None),
            ("roof", None),
            ("1000", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(floor(text), read, "{text}");
        }
        for (text, read) in [
            ("12A", Some(12)),
            ("1201", Some(12)),
            ("301", Some(3)),
            ("12-1", Some(12)),
            ("3-2-1201", Some(12)),
            ("1201A 室", Some(12)),
            ("G03", Some(0)),
            ("7", None),
            ("A", None),
            ("", None),
            ("座-é", None),
        ] {
            assert_eq!(floor_of(text), read, "{text}");
        }
    }

    #[test]
    fn a_flat_and_its_floor_make_a_label() {
        for (floor, text, whole) in [
            (Some(12), "a 室", "12A"),
            (Some(12), "1", "1201"),
            (Some(0), "03", "G03"),
            (Some(0), "GA", "GA"),
            (Some(-1), "B", "B1B"),
            (Some(12), "12A", "12A"),
            (Some(12), "7-", "7-"),
            (None, "A", "A"),
            (Some(3), "", ""),
        ] {
            assert_eq!(whole_label(floor, text), whole, "{text}");
        }
    }

    #[test]
    fn the_same_place_is_written_in_many_ways() {
        for (one, other) in [
            ("第 3 座", "Block 3"),
            ("三栋", "3"),
            ("Ａ座", "Tower A"),
            ("12號樓", "12"),
        ] {
            assert!(same_place(one, other), "{one} {other}");
        }
        assert!(!same_place("1", "11"));
        assert!(!same_place("座", ""), "a word that is all there is");
        assert_eq!(label("12a 室"), label("Flat 12A"));
        assert_ne!(label("12-1"), label("121"));
        assert_eq!(entrance("二单元"), entrance("Entrance 2"));
    }

    #[test]
    fn two_comes_before_ten() {
        let mut names = ["10 座", "2 座", "A", "1"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["1", "2 座", "10 座", "A"]);
    }
}
