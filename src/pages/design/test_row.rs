//! One test of a condition: which question, how it is compared, and with what.

use form::design::{Design, Operand, Operator, Rule, Subject, Test, TypeCell};
use leptos::{prelude::*, wasm_bindgen::JsCast};

use super::{
    field::{icon_button, question_options, tick},
    logic::{Picking, unnamed},
    words::{Sort, choice_label, operator_name, row_of, sort},
};
use crate::locales::{DesignTexts, fill};

/// Choices that are offered as buttons; from a longer list one is typed.
const BUTTONS: usize = 30;

/// What is measured of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Answer,
    Length,
    Count,
}

impl Measure {
    fn of(subject: &Subject) -> Self {
        match subject {
            Subject::Answer(_) => Self::Answer,
            Subject::Length(_) => Self::Length,
            Subject::Count(_) => Self::Count,
        }
    }

    fn subject(self, question: &str) -> Subject {
        let question = question.to_owned();
        match self {
            Self::Answer => Subject::Answer(question),
            Self::Length => Subject::Length(question),
            Self::Count => Subject::Count(question),
        }
    }
}

/// How answers of a sort can be compared.
fn comparisons(sort: Sort) -> Vec<(Measure, Operator)> {
    use Measure::{Answer, Count, Length};
    use Operator as O;
    let mut all = match sort {
        Sort::Choice => vec![(Answer, O::Is), (Answer, O::IsNot)],
        Sort::Several => vec![
            (Answer, O::Has),
            (Answer, O::HasNot),
            (Count, O::Is),
            (Count, O::AtLeast),
            (Count, O::AtMost),
        ],
        Sort::Number | Sort::Moment => vec![
            (Answer, O::AtLeast),
            (Answer, O::AtMost),
            (Answer, O::More),
            (Answer, O::Less),
            (Answer, O::Is),
            (Answer, O::IsNot),
        ],
        Sort::Text => vec![
            (Answer, O::Is),
            (Answer, O::IsNot),
            (Answer, O::Contains),
            (Answer, O::StartsWith),
            (Length, O::AtLeast),
            (Length, O::AtMost),
        ],
        Sort::Other => Vec::new(),
    };
    all.extend([(Answer, O::Answered), (Answer, O::NotAnswered)]);
    all
}

fn comparison_name(measure: Measure, operator: Operator, sort: Sort) -> String {
    let t = DesignTexts::now();
    match measure {
        Measure::Answer => operator_name(operator, sort).to_owned(),
        Measure::Length => fill(t.length, &[&operator_name(operator, Sort::Number)]),
        Measure::Count => fill(t.count, &[&operator_name(operator, Sort::Number)]),
    }
}

pub fn test_row(picking: Picking, at: usize) -> AnyView {
    let t = DesignTexts::now();
    let test = picking
        .rule
        .with_untracked(|rule| rule.tests.get(at).cloned());
    let Some(test) = test else {
        return ().into_any();
    };
    let kind = picking.studio.peek(|design: &Design| {
        row_of(design, picking.row, &test.subject).map(|row| design.kind(row))
    });
    let kind = kind.unwrap_or_default();
    let own = test.subject.question().is_empty();
    let remove = move || {
        picking.change(|rule| {
            if at < rule.tests.len() {
                rule.tests.remove(at);
            }
        });
    };
    view! {
        <div class="design-test" data-test=at.to_string()>
            {(!own).then(|| question_menu(picking, at, &test))}
            {comparison_menu(picking, at, &test, &kind)}
            {value(picking, at, &test, &kind)}
            {icon_button("close", t.remove_test, "remove-test", remove)}
        </div>
    }
    .into_any()
}

fn update(picking: Picking, at: usize, change: impl FnOnce(&mut Test)) {
    picking.change(|rule: &mut Rule| {
        if let Some(test) = rule.tests.get_mut(at) {
            change(test);
        }
    });
}

/// The row has been built anew: the focus goes back to where it was.
fn refocus(picking: Picking, at: usize, part: &str) {
    let css = format!(
        r#"[data-condition="{}"] [data-test="{at}"] [data-part="{part}"]"#,
        picking.field
    );
    request_animation_frame(move || {
        if let Ok(Some(menu)) = document().query_selector(&css) {
            let _ = menu.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}

fn question_menu(picking: Picking, at: usize, test: &Test) -> AnyView {
    let t = DesignTexts::now();
    let taken = test.subject.question().to_owned();
    let unchosen = test.subject == unnamed();
    let choose = move |event| {
        let name = event_target_value(&event);
        let kind = picking.studio.peek(|design| {
            let row = design.find(&name)?;
            Some(design.kind(row))
        });
        let sort = sort(&kind.unwrap_or_default());
        let first = comparisons(sort).first().copied();
        let (measure, operator) = first.unwrap_or((Measure::Answer, Operator::Answered));
        update(picking, at, |test| {
            *test = Test {
                subject: measure.subject(&name),
                operator,
                values: Vec::new(),
            };
        });
        refocus(picking, at, "question");
    };
    view! {
        <label class="field">
            <span class="visually-hidden">{t.which_question}</span>
            <select data-part="question" on:change=choose>
                {unchosen.then(|| view! { <option value="">{t.choose_question}</option> })}
                {question_options(picking.studio, picking.row, Some(&taken))}
            </select>
        </label>
    }
    .into_any()
}

fn comparison_menu(picking: Picking, at: usize, test: &Test, kind: &TypeCell) -> AnyView {
    let t = DesignTexts::now();
    let sort = sort(kind);
    let own = (Measure::of(&test.subject), test.operator);
    let mut all = comparisons(sort);
    if !all.contains(&own) {
        all.insert(0, own);
    }
    let options = all.iter().enumerate().map(|(number, comparison)| {
        let (measure, operator) = *comparison;
        view! {
            <option value=number.to_string() prop:selected=*comparison == own>
                {comparison_name(measure, operator, sort)}
            </option>
        }
    });
    let options = options.collect_view();
    let choose = move |event| {
        let number = event_target_value(&event).parse::<usize>().ok();
        let Some((measure, operator)) = number.and_then(|number| all.get(number)).copied() else {
            return;
        };
        update(picking, at, |test| {
            if measure != Measure::of(&test.subject) {
                test.values.clear();
            }
            test.subject = measure.subject(test.subject.question());
            test.operator = operator;
            match operator {
                Operator::Answered | Operator::NotAnswered => test.values.clear(),
                Operator::Is | Operator::IsNot | Operator::Has | Operator::HasNot => {}
                _ => test.values.truncate(1),
            }
        });
        refocus(picking, at, "operator");
    };
    view! {
        <label class="field">
            <span class="visually-hidden">{t.which_operator}</span>
            <select data-part="operator" on:change=choose>{options}</select>
        </label>
    }
    .into_any()
}

fn value(picking: Picking, at: usize, test: &Test, kind: &TypeCell) -> AnyView {
    if matches!(test.operator, Operator::Answered | Operator::NotAnswered) {
        return ().into_any();
    }
    let measured = Measure::of(&test.subject) != Measure::Answer;
    let several = matches!(
        test.operator,
        Operator::Is | Operator::IsNot | Operator::Has | Operator::HasNot
    );
    if kind.chooses() && !measured && several {
        let names = picking.studio.peek(|design: &Design| {
            let rows = design.choices(&kind.list).into_iter();
            let names = rows.map(|row| design.cell(row, "name", "").to_owned());
            names.collect::<Vec<_>>()
        });
        if !names.is_empty() && names.len() <= BUTTONS {
            return buttons(picking, at, names, &kind.list);
        }
    }
    typed(
        picking,
        at,
        if measured { Sort::Number } else { sort(kind) },
    )
}

/// The choices of the list, to be ticked.
fn buttons(picking: Picking, at: usize, names: Vec<String>, list: &str) -> AnyView {
    let one = |name: String| {
        let label = picking
            .studio
            .peek(|design| choice_label(design, list, &name));
        let (own, value) = (name.clone(), name.clone());
        let taken = move || {
            let has = |test: &Test| test.values.iter().any(|value| value.text() == own);
            picking
                .rule
                .with(|rule| rule.tests.get(at).is_some_and(has))
        };
        let toggle = move |event| {
            let ticked = event_target_checked(&event);
            update(picking, at, |test| {
                test.values.retain(|value| value.text() != name);
                if ticked {
                    test.values.push(Operand::Text(name.clone()));
                }
            });
        };
        view! {
            <label class="choice-row">
                <input type="checkbox" value=value prop:checked=taken on:change=toggle/>
                <span>{label}</span>
            </label>
        }
    };
    let legend = DesignTexts::now().which_value;
    view! {
        <fieldset class="filter design-values" data-part="values">
            <legend class="visually-hidden">{legend}</legend>
            {names.into_iter().map(one).collect_view()}
        </fieldset>
    }
    .into_any()
}

fn typed(picking: Picking, at: usize, sort: Sort) -> AnyView {
    let t = DesignTexts::now();
    let read = move || {
        picking.rule.with(|rule| {
            let test = rule.tests.get(at);
            let value = test.and_then(|test| test.values.first());
            match value {
                Some(Operand::Question(name)) => format!("${{{name}}}"),
                Some(value) => value.text().to_owned(),
                None => String::new(),
            }
        })
    };
    let write = move |event| {
        let text = event_target_value(&event);
        let value = match sort {
            Sort::Number | Sort::Moment => Operand::typed(&text),
            _ => match Operand::typed(&text) {
                Operand::Question(name) => Operand::Question(name),
                _ => Operand::Text(text),
            },
        };
        update(picking, at, |test| test.values = vec![value]);
    };
    let is_today = Memo::new(move |_| {
        picking.rule.with(|rule| {
            let values = rule.tests.get(at).map(|test| test.values.clone());
            values == Some(vec![Operand::Today])
        })
    });
    let today = (sort == Sort::Moment).then(|| {
        let set = move |yes| {
            update(picking, at, |test| {
                test.values = if yes {
                    vec![Operand::Today]
                } else {
                    Vec::new()
                };
            });
        };
        tick(t.today, "today", move || is_today.get(), set)
    });
    let kind = if sort == Sort::Moment { "date" } else { "text" };
    let mode = if sort == Sort::Number {
        "decimal"
    } else {
        "text"
    };
    view! {
        <Show when=move || !is_today.get()>
            <label class="field">
                <span class="visually-hidden">{t.which_value}</span>
                <input
                    type=kind
                    inputmode=mode
                    data-part="value"
                    placeholder=t.which_value
                    autocomplete="off"
                    prop:value=read
                    on:input=write
                />
            </label>
        </Show>
        {today}
    }
    .into_any()
}
