//! Finding choices in a long list by what is typed.

use form::Choice;

/// The texts of a list, made ready to be searched.
#[derive(Debug, Default)]
pub(super) struct Finder {
    texts: Vec<String>,
}

impl Finder {
    pub(super) fn of(choices: &[Choice]) -> Self {
        let text = |choice: &Choice| folded(&format!("{} {}", choice.label, choice.name));
        Self {
            texts: choices.iter().map(text).collect(),
        }
    }

    /// The numbers of the choices that hold every word of the query: first those that begin with
    /// it, then the others, both in the order of the list.
    pub(super) fn find(&self, query: &str) -> Vec<usize> {
        let query = folded(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let holds = |text: &&String| words.iter().all(|word| text.contains(word));
        let found = self
            .texts
            .iter()
            .enumerate()
            .filter(|(_, text)| holds(text));
        let begins = |text: &str| words.first().is_some_and(|word| text.starts_with(word));
        let (mut first, rest): (Vec<_>, Vec<_>) = found
            .map(|(at, text)| (at, begins(text)))
            .partition(|(_, begins)| *begins);
        first.extend(rest);
        first.into_iter().map(|(at, _)| at).collect()
    }
}

/// Small letters; wide letters, as input methods for Chinese give them, as plain ones; Latin
/// letters without the commonest accents.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        _ => c,
    };
    let lower = text.chars().map(plain).flat_map(char::to_lowercase);
    lower.map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &[&str]) {
        let list = [
            ("r1", "São Roque"),
            ("r2", "Rua de São Paulo 聖保祿街"),
            ("r3", "聖保祿學校"),
            ("r4", "Avenida da Praia"),
        ];
        let choices = list.map(|(name, label)| Choice {
            name: name.to_owned(),
            label: label.to_owned(),
            ..Choice::default()
        });
        let found = Finder::of(&choices).find(query);
        let found: Vec<_> = found.iter().map(|at| choices[*at].name.as_str()).collect();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn words_are_found_in_any_order_and_beginnings_come_first() {
        check("", &["r1", "r2", "r3", "r4"]);
        check("SAO", &["r1", "r2"]);
        check("paulo são", &["r2"]);
        check("ｒｏｑｕｅ", &["r1"]);
        check("nowhere", &[]);
    }

    #[test]
    fn chinese_is_found_within_a_label() {
        check("聖保", &["r3", "r2"]);
        check("學校", &["r3"]);
        check("保祿　學", &["r3"]);
    }
}
