//! Conditions: picked from menus and said in words, or written as an expression.

use form::design::{Operand, Operator, RowId, Rule, Subject, Test, TypeCell};
use leptos::prelude::*;

use super::{
    answer::calculation,
    field::{expression, in_languages},
    kinds::is_asked,
    studio::Studio,
    test_row,
    words::in_words,
};
use crate::{
    components::{choice_row::ChoiceRow, icon::Icon},
    locales::{DesignTexts, fill},
};

/// A condition that is being picked: a test may be unfinished, which no expression can say.
#[derive(Clone, Copy)]
pub struct Picking {
    pub studio: Studio,
    pub row: RowId,
    pub field: &'static str,
    pub rule: RwSignal<Rule>,
    /// What this wrote last: any other text in the cell comes from elsewhere.
    written: StoredValue<String>,
}

impl Picking {
    /// Changes the rule and writes the tests of it that are complete.
    pub fn change(self, change: impl FnOnce(&mut Rule)) {
        self.rule.update(change);
        let text = self.rule.with_untracked(|rule| {
            let tests = rule.tests.iter().filter(|test| is_complete(test)).cloned();
            let tests: Vec<_> = tests.collect();
            Rule { tests, ..*rule }.text()
        });
        self.written.set_value(text.clone());
        let (row, field) = (self.row, self.field);
        self.studio
            .write(|design| design.set(row, field, "", &text));
    }
}

fn is_complete(test: &Test) -> bool {
    let alone = matches!(test.operator, Operator::Answered | Operator::NotAnswered);
    let empty = |value: &Operand| *value != Operand::Today && value.text().is_empty();
    let valued = !test.values.is_empty() && !test.values.iter().any(empty);
    test.subject != unnamed() && (alone || valued)
}

/// A question that is still to be chosen: no question can be called this.
pub fn unnamed() -> Subject {
    Subject::Answer(" ".to_owned())
}

pub fn logic(studio: Studio, row: RowId, kind: &TypeCell) -> AnyView {
    let t = DesignTexts::now();
    let ask = if kind.begins() {
        t.ask_if_group
    } else {
        t.ask_if
    };
    let asked = is_asked(kind.word);
    view! {
        {condition(studio, row, "relevant", ask)}
        {asked.then(|| condition(studio, row, "constraint", t.allowed))}
        {asked.then(|| in_languages(studio, row, "constraint_message", t.allowed_message))}
        {asked.then(|| calculation(studio, row))}
    }
    .into_any()
}

fn condition(studio: Studio, row: RowId, field: &'static str, title: &'static str) -> AnyView {
    let t = DesignTexts::now();
    let text = Memo::new(move |_| studio.cell(row, field, ""));
    let picking = Picking {
        studio,
        row,
        field,
        rule: RwSignal::new(Rule::parse(&text.get_untracked()).unwrap_or_default()),
        written: StoredValue::new(text.get_untracked()),
    };
    let is_rule = |text: &str| text.is_empty() || Rule::parse(text).is_some();
    let by_hand = RwSignal::new(!is_rule(&text.get_untracked()));
    Effect::new(move |_| {
        let text = text.get();
        if picking.written.with_value(|written| *written != text) {
            picking.rule.set(Rule::parse(&text).unwrap_or_default());
            picking.written.set_value(text.clone());
            if !is_rule(&text) {
                by_hand.set(true);
            }
        }
    });
    let said = move || said(studio, row, field, &text.get());
    let editor = move || {
        if by_hand.get() {
            let back = move || {
                is_rule(&text.get()).then(|| {
                    view! {
                        <button type="button" class="button quiet" on:click=move |_| by_hand.set(false)>
                            {t.as_rule}
                        </button>
                    }
                })
            };
            view! { {expression(studio, row, field, title)} {back} }.into_any()
        } else {
            view! {
                {picker(picking)}
                <button
                    type="button"
                    class="button quiet"
                    data-action="by-hand"
                    on:click=move |_| by_hand.set(true)
                >
                    {t.as_expression}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <fieldset class="design-condition" data-condition=field>
            <legend>{title}</legend>
            <p class="design-said" role="status">{said}</p>
            {editor}
        </fieldset>
    }
    .into_any()
}

/// The condition as a sentence.
fn said(studio: Studio, row: RowId, field: &str, text: &str) -> String {
    let t = DesignTexts::now();
    let (none, sentence) = if field == "relevant" {
        (t.ask_always, t.words_ask)
    } else {
        (t.allowed_any, t.words_allow)
    };
    if text.is_empty() {
        return none.to_owned();
    }
    match Rule::parse(text) {
        Some(rule) => {
            let words = studio.read(|design| in_words(design, row, &rule));
            fill(sentence, &[&words])
        }
        None => t.only_expression.to_owned(),
    }
}

fn picker(picking: Picking) -> AnyView {
    let t = DesignTexts::now();
    let own = picking.field == "constraint";
    let any = Signal::derive(move || picking.rule.with(|rule| rule.any));
    let name = if own {
        "design-match-allowed"
    } else {
        "design-match-asked"
    };
    let choose = Callback::new(move |any| picking.change(|rule| rule.any = any));
    let several = Memo::new(move |_| picking.rule.with(|rule| rule.tests.len() > 1));
    let matching = move || {
        several.get().then(|| {
            let options = vec![
                (false, t.match_all.to_owned()),
                (true, t.match_any.to_owned()),
            ];
            view! { <ChoiceRow name legend=t.matching options taken=any choose/> }
        })
    };
    let add = move |_| {
        let subject = if own {
            Subject::Answer(String::new())
        } else {
            unnamed()
        };
        picking.rule.update(|rule| {
            rule.tests.push(Test {
                subject,
                operator: if own { Operator::AtLeast } else { Operator::Is },
                values: Vec::new(),
            });
        });
    };
    // The rows are built anew when a test is about something else, not while a value is typed.
    let shape = Memo::new(move |_| {
        picking.rule.with(|rule| {
            let tests = rule.tests.iter();
            let parts = tests.map(|test| (test.subject.clone(), test.operator));
            parts.enumerate().collect::<Vec<_>>()
        })
    });
    view! {
        {matching}
        <For each=move || shape.get() key=|(at, part)| format!("{at}{part:?}") let:test>
            {test_row::test_row(picking, test.0)}
        </For>
        <button type="button" class="button" data-action="add-test" on:click=add>
            <Icon name="add"/>
            {t.add_test}
        </button>
    }
    .into_any()
}
