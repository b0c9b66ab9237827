//! What is wrong with a form, in the language of the screen. The engine says it in English, as a
//! sentence with gaps; here each sentence stands with its translations, whose gaps are filled in
//! the same order. A test keeps the list whole.

mod choice;
mod entity;
mod expression;
mod file;
mod workbook;

use form::{Diagnostic, Message, Part};
use needs::Lang;

use super::{FormsTexts, fill};

/// A sentence in English, Traditional and Simplified Chinese.
type Sentence = [&'static str; 3];

const SENTENCES: [&[Sentence]; 5] = [
    file::SENTENCES,
    expression::SENTENCES,
    workbook::SENTENCES,
    choice::SENTENCES,
    entity::SENTENCES,
];

/// What a finding says, in the language of the screen.
pub fn finding(message: &Message) -> String {
    said(message, super::language())
}

/// Where a finding is: `survey · row 12 · relevant`; empty for the file as a whole.
pub fn finding_place(finding: &Diagnostic) -> String {
    let row = FormsTexts::now().row;
    let place = [
        Some(finding.sheet.clone()).filter(|sheet| !sheet.is_empty()),
        finding.row.map(|number| fill(row, &[&number])),
        finding.column.clone(),
    ];
    place.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A finding as one line: where it is, and what it says.
pub fn finding_line(diagnostic: &Diagnostic) -> String {
    let place = finding_place(diagnostic);
    let says = finding(&diagnostic.message);
    if place.is_empty() {
        says
    } else {
        format!("{place}: {says}")
    }
}

fn said(message: &Message, lang: Lang) -> String {
    let column = match lang {
        Lang::En => 0,
        Lang::ZhHant => 1,
        Lang::ZhHans => 2,
    };
    let mut all = SENTENCES.iter().flat_map(|sentences| sentences.iter());
    let known = all.find(|sentence| sentence[0] == message.template);
    let template = known.map_or(message.template, |sentence| sentence[column]);
    message.fill(template, |part| match part {
        Part::Text(text) => text.clone(),
        Part::Words(words) => said(words, lang),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_in_a_sentence_is_translated_too() {
        let book = "| survey |\n| | type | name | label | relevant |\n| | integer | age | Age | |\n\
                    | | text | b | B | ${agee} > 1 |";
        let reading = form::read_markdown(book);
        let message = &reading.diagnostics[0].message;
        let in_english = "there is no question named \"agee\"; did you mean \"age\"?";
        assert_eq!(said(message, Lang::En), in_english);
        assert_eq!(message.to_string(), in_english);
        let in_chinese = "沒有名為「agee」的題目；是不是「age」？";
        assert_eq!(said(message, Lang::ZhHant), in_chinese);
    }
}
