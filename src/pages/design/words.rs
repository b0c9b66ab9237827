//! A rule in words.

use form::design::{Design, Operand, Operator, RowId, Rule, Subject, Test, TypeCell};

use super::studio::{own_language, title};
use crate::{
    components::question::plain,
    locales::{DesignTexts, fill},
};

/// What kind of answer is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// One of a list.
    Choice,
    /// Several of a list.
    Several,
    Number,
    Moment,
    Text,
    /// There is one or not.
    Other,
}

pub fn sort(kind: &TypeCell) -> Sort {
    match kind.word {
        "select_one" | "select_one_from_file" | "acknowledge" => Sort::Choice,
        "select_multiple" | "select_multiple_from_file" | "rank" => Sort::Several,
        "integer" | "decimal" | "range" => Sort::Number,
        "date" | "time" | "dateTime" | "today" | "start" | "end" => Sort::Moment,
        "geopoint" | "geotrace" | "geoshape" | "image" | "audio" | "video" | "file" => Sort::Other,
        _ => Sort::Text,
    }
}

/// The row that a rule's subject is about: that of the rule itself if it names none.
pub fn row_of(design: &Design, own: RowId, subject: &Subject) -> Option<RowId> {
    match subject.question() {
        "" => Some(own),
        name => design.find(name),
    }
}

/// The rule as a part of a sentence: "“Age” is at least 18 and “Pets” includes Cat or Dog".
pub fn in_words(design: &Design, own: RowId, rule: &Rule) -> String {
    let t = DesignTexts::now();
    let tests = rule
        .tests
        .iter()
        .map(|test| test_in_words(design, own, test));
    let word = if rule.any { t.or } else { t.and };
    tests.collect::<Vec<_>>().join(word)
}

fn test_in_words(design: &Design, own: RowId, test: &Test) -> String {
    let t = DesignTexts::now();
    let row = row_of(design, own, &test.subject);
    let question = match (test.subject.question(), row) {
        ("", _) => t.the_answer.to_owned(),
        (_, Some(row)) => fill(t.quoted, &[&shortened(&title(design, row))]),
        (name, None) => fill(t.quoted, &[&name]),
    };
    let kind = row.map(|row| design.kind(row)).unwrap_or_default();
    let (subject, sort) = match &test.subject {
        Subject::Answer(_) => (question, sort(&kind)),
        Subject::Length(_) => (fill(t.length_of, &[&question]), Sort::Number),
        Subject::Count(_) => (fill(t.count_of, &[&question]), Sort::Number),
    };
    let values = test.values.iter();
    // A length or a count is a number, whatever the choices are called.
    let list = matches!(test.subject, Subject::Answer(_)).then_some(&kind);
    let list = list.filter(|kind| kind.chooses()).map(|kind| &*kind.list);
    let values = values.map(|value| value_in_words(design, list, value));
    let values = values.collect::<Vec<_>>().join(t.or_value);
    let words = fill(
        t.test,
        &[&subject, &operator_name(test.operator, sort), &values],
    );
    words.trim_end().to_owned()
}

pub fn operator_name(operator: Operator, sort: Sort) -> &'static str {
    let t = DesignTexts::now();
    let moment = sort == Sort::Moment;
    match operator {
        Operator::Is => t.op_is,
        Operator::IsNot => t.op_is_not,
        Operator::More if moment => t.op_after,
        Operator::More => t.op_more,
        Operator::AtLeast if moment => t.op_not_before,
        Operator::AtLeast => t.op_at_least,
        Operator::Less if moment => t.op_before,
        Operator::Less => t.op_less,
        Operator::AtMost if moment => t.op_not_after,
        Operator::AtMost => t.op_at_most,
        Operator::Has => t.op_has,
        Operator::HasNot => t.op_has_not,
        Operator::Contains => t.op_contains,
        Operator::StartsWith => t.op_starts,
        Operator::Answered => t.op_answered,
        Operator::NotAnswered => t.op_not_answered,
    }
}

/// A value, as a choice of `list` if there is one.
fn value_in_words(design: &Design, list: Option<&str>, value: &Operand) -> String {
    let t = DesignTexts::now();
    match (value, list) {
        (Operand::Today, _) => t.today.to_owned(),
        (Operand::Question(name), _) => {
            let row = design.find(name);
            let title = row.map_or_else(|| name.clone(), |row| title(design, row));
            fill(t.quoted, &[&shortened(&title)])
        }
        (Operand::Text(text) | Operand::Number(text), Some(list)) => {
            let label = choice_label(design, list, text);
            fill(t.quoted, &[&shortened(&label)])
        }
        (Operand::Number(text), None) => text.clone(),
        (Operand::Text(text), None) => fill(t.quoted, &[text]),
    }
}

/// What a choice is called; its name where it is called nothing.
pub fn choice_label(design: &Design, list: &str, name: &str) -> String {
    let rows = design.choices(list).into_iter();
    let mut rows = rows.filter(|row| design.cell(*row, "name", "") == name);
    let label = rows.next().map(|row| {
        let language = own_language(design);
        plain(design.cell(row, "label", &language))
    });
    label
        .filter(|label| !label.is_empty())
        .unwrap_or_else(|| name.to_owned())
}

fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use form::design::Place;
    use needs::Lang;

    use super::*;
    use crate::locales::set_language;

    fn design() -> (Design, RowId) {
        let mut design = Design::new("f", "F", "English (en)");
        let age = design.add(&TypeCell::of("integer"), Place::Last);
        design.set(age, "label", "English (en)", "Age");
        let pets = design.add(&TypeCell::of("select_multiple pets"), Place::Last);
        design.set(pets, "label", "English (en)", "**Pets**");
        for (name, label) in [("c", "Cat"), ("d", "Dog")] {
            let row = design.add_choice("pets");
            design.set(row, "name", "", name);
            design.set(row, "label", "English (en)", label);
        }
        (design, age)
    }

    fn words(lang: Lang, text: &str) -> String {
        set_language(lang);
        let (design, age) = design();
        in_words(&design, age, &Rule::parse(text).unwrap())
    }

    #[test]
    fn a_rule_in_three_languages() {
        let text = "${age} >= 18 and (selected(${pets}, 'c') or selected(${pets}, 'd'))";
        assert_eq!(
            words(Lang::En, text),
            "“Age” is at least 18 and “Pets” includes “Cat” or “Dog”"
        );
        assert_eq!(
            words(Lang::ZhHant, text),
            "「Age」不小於18，而且「Pets」包括「Cat」或「Dog」"
        );
        assert_eq!(
            words(Lang::ZhHans, text),
            "“Age”不小于18，而且“Pets”包括“Cat”或“Dog”"
        );
    }

    #[test]
    fn the_own_answer_and_its_measures() {
        let of = |text| words(Lang::En, text);
        assert_eq!(of(". < 120"), "this answer is less than 120");
        assert_eq!(
            of("count-selected(${pets}) = 2"),
            "the number of choices in “Pets” is 2"
        );
        assert_eq!(of("${gone} = ''"), "“gone” is not answered");
        assert_eq!(
            of(". = 'x' or ${age} > ${gone}"),
            "this answer is “x”, or “Age” is more than “gone”"
        );
    }
}
