//! "Did you mean …?"

use crate::diagnostic::Message;
/// `; did you mean "x"?` for the known word that is nearest to `text`, if one is near.
pub(super) fn similar<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Message {
    nearest(text, known).map_or(Message::NONE, |word| {
        message!("; did you mean \"{}\"?", word)
    })
}

/// The known word with the fewest letters changed, at most a third of them.
pub(crate) fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    let count = text.chars().count();
    if count > LONGEST {
        return None;
    }
    let most = (count / 3).clamp(1, 3);
    known
        .filter(|word| word.chars().count().abs_diff(count) <= most)
        .map(|word| (distance(text, word), word))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// Letters to insert, remove or replace (Levenshtein), without regard to case.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, left) in a.to_lowercase().chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, right) in b.iter().enumerate() {
            let replaced = corner + usize::from(left != *right);
            corner = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word() {
        let words = ["survey", "choices", "settings"];
        assert_eq!(nearest("Surveys", words.into_iter()), Some("survey"));
        assert_eq!(nearest("setings", words.into_iter()), Some("settings"));
        assert_eq!(nearest("notes", words.into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
