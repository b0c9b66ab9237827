//! What was decided, as a list of names and words.

use ledger::State;
use leptos::prelude::*;
use needs::{Lang, Plan, Questionnaire};

use super::words::{frame_text, method_text};
use crate::locales::{CampaignTexts, PlanTexts, fill};

/// Targets, forms, frame and sample of a plan.
pub fn of_plan(
    state: &State,
    plan: &Plan,
    population: usize,
    lang: Lang,
) -> Vec<(&'static str, String)> {
    let t = CampaignTexts::now();
    let forms = plan
        .forms
        .iter()
        .filter_map(|id| Questionnaire::find(state, *id));
    let forms: Vec<String> = forms
        .map(|form| {
            let (title, number) = (form.title(lang), form.number());
            fill(t.form_line, &[&title, &number, &form.version()])
        })
        .collect();
    let forms = if forms.is_empty() {
        t.no_forms.to_owned()
    } else {
        forms.join("\n")
    };
    let sample = plan.sample.map_or_else(
        || t.sample_all.to_owned(),
        |design| {
            let size = fill(t.size_line, &[&design.size, &design.reserve]);
            format!(
                "{} · {size} · {} {}",
                method_text(design.method),
                t.seed,
                design.seed
            )
        },
    );
    let units = fill(PlanTexts::now().doors_each, &[&population]);
    vec![
        (
            t.targets,
            fill(t.targets_line, &[&plan.surveys, &plan.interviews]),
        ),
        (t.forms, forms),
        (
            t.frame,
            format!("{} · {units}", frame_text(state, &plan.frame, lang)),
        ),
        (t.sample, sample),
    ]
}

/// Names and words below each other.
pub fn list(facts: Vec<(&'static str, String)>) -> AnyView {
    let rows = facts.into_iter().map(|(name, words)| {
        view! { <div><dt>{name}</dt><dd>{words}</dd></div> }
    });
    view! { <dl class="answers">{rows.collect_view()}</dl> }.into_any()
}
