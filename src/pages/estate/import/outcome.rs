//! What the list would change: counts, what is wrong by row, what is offered, and the button.

use leptos::{prelude::*, task::spawn_local};
use needs::{
    Lang, Resident, Unit,
    import::{Accepted, Issue, Plan, Trouble},
};

use super::{Import, preview::column_text, writing};
use crate::{
    components::notice::{Kind, notice},
    desk::Desk,
    locales::{EstateTexts, ImportTexts, fill, language},
    pages::today::unit_line,
    platform::clock,
};

/// Issues and names that are shown before "more".
const SHOWN: usize = 100;

/// What is accepted of what is offered.
#[derive(Clone, Copy)]
struct Offer {
    gone: RwSignal<bool>,
    left: RwSignal<bool>,
}

/// The plan, as it is now.
#[component]
pub fn Outcome() -> impl IntoView {
    let t = ImportTexts::now();
    let import = expect_context::<Import>();
    let offer = Offer {
        gone: RwSignal::new(false),
        left: RwSignal::new(false),
    };
    provide_context(offer);
    view! {
        <section class="card stack" id="plan" aria-busy=move || import.plan.read().is_none().to_string()>
            <h2>{t.result}</h2>
            {writing::progress_view(import.progress)}
            {move || match &*import.plan.read() {
                None => view! { <p role="status">{t.comparing}</p> }.into_any(),
                Some(plan) => planned(plan, offer),
            }}
        </section>
    }
}

fn planned(plan: &Plan, offer: Offer) -> AnyView {
    let t = ImportTexts::now();
    let counts = plan.counts;
    let mut rows = fill(t.rows, &[&counts.rows]);
    if counts.skipped > 0 {
        rows += " · ";
        rows += &fill(t.skipped, &[&counts.skipped]);
    }
    view! {
        <p class="row-sub" id="row-counts">{rows}</p>
        {counts_table(plan)}
        {issues(&plan.issues)}
        {offered(plan, offer)}
        <WriteButton/>
    }
    .into_any()
}

fn counts_table(plan: &Plan) -> impl IntoView + use<> {
    let t = ImportTexts::now();
    let counts = plan.counts;
    let row = |name: &'static str,
               title: &'static str,
               new: usize,
               changed: Option<usize>,
               same: Option<usize>| {
        let cell = |count: Option<usize>| count.map_or("–".to_owned(), |count| count.to_string());
        view! {
            <tr data-of=name>
                <th scope="row">{title}</th>
                <td class="figure" data-count="new">{new}</td>
                <td class="figure" data-count="changed">{cell(changed)}</td>
                <td class="figure" data-count="same">{cell(same)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-frame">
            <table class="figures">
                <thead>
                    <tr>
                        <td></td>
                        <th class="figure">{t.new}</th>
                        <th class="figure">{t.changed}</th>
                        <th class="figure">{t.same}</th>
                    </tr>
                </thead>
                <tbody>
                    {row("buildings", t.buildings, counts.new_buildings, None, None)}
                    {row(
                        "units",
                        t.units,
                        counts.new_units,
                        Some(counts.changed_units),
                        Some(counts.same_units),
                    )}
                    {row(
                        "residents",
                        t.residents,
                        counts.new_people,
                        Some(counts.changed_people),
                        Some(counts.same_people),
                    )}
                </tbody>
            </table>
        </div>
    }
}

fn issues(issues: &[Issue]) -> Option<AnyView> {
    let t = ImportTexts::now();
    if issues.is_empty() {
        return None;
    }
    let rest = issues.len().saturating_sub(SHOWN);
    let rows = issues.iter().take(SHOWN).map(|issue| {
        let place = fill(t.row, &[&issue.row]);
        let place = match issue.column {
            Some(column) => format!("{place} · {}", column_text(column)),
            None => place,
        };
        let done = if issue.skipped {
            t.left_out
        } else {
            t.cell_out
        };
        view! {
            <li data-row=issue.row.to_string() data-skipped=issue.skipped.to_string()>
                <span class="row-sub">{place}</span>
                <span>{trouble_text(&issue.trouble)}</span>
                <span class="row-sub">{done}</span>
            </li>
        }
    });
    let view = view! {
        <details open=issues.len() < 6 id="issues">
            <summary>{fill(t.issues, &[&issues.len()])}</summary>
            <ul class="import-issues">{rows.collect_view()}</ul>
            {(rest > 0).then(|| view! { <p class="row-sub">{fill(t.more, &[&rest])}</p> })}
        </details>
    };
    Some(view.into_any())
}

fn trouble_text(trouble: &Trouble) -> String {
    let t = ImportTexts::now();
    match trouble {
        Trouble::NoBuilding => t.no_building.to_owned(),
        Trouble::NoLabel => t.no_label.to_owned(),
        Trouble::TooLong => t.too_long.to_owned(),
        Trouble::NotUnderstood(text) => fill(t.unclear, &[text]),
        Trouble::Conflict(row) => fill(t.conflict, &[row]),
        Trouble::Duplicate(row) => fill(t.duplicate, &[row]),
        Trouble::KeyTwice(row) => fill(t.key_twice, &[row]),
        Trouble::KeyElsewhere(label) => fill(t.key_elsewhere, &[label]),
        Trouble::TooMany => t.too_many_rows.to_owned(),
        Trouble::NoPerson => t.no_person.to_owned(),
    }
}

/// What the list no longer has: nothing happens to it unless a person says so.
fn offered(plan: &Plan, offer: Offer) -> AnyView {
    let t = ImportTexts::now();
    let desk = expect_context::<Desk>();
    let lang = language();
    let names = desk.peek(|ledger| {
        let state = ledger.state();
        let units = plan.missing.iter().take(SHOWN);
        let units = units.filter_map(|id| Some(unit_line(state, Unit::find(state, *id)?, lang)));
        let people = plan.not_named.iter().take(SHOWN).filter_map(|id| {
            let one = Resident::find(state, *id)?;
            let unit = Unit::find(state, one.unit()?)?;
            Some(format!("{} {}", unit_line(state, unit, lang), one.name()))
        });
        (units.collect::<Vec<_>>(), people.collect::<Vec<_>>())
    });
    let group = |id: &'static str,
                 title: String,
                 question: &'static str,
                 names: Vec<String>,
                 on: RwSignal<bool>| {
        let joint = if lang == Lang::En { ", " } else { "、" };
        view! {
            <div class="stack" id=id>
                <h3>{title}</h3>
                <p class="row-sub import-names">{names.join(joint)}</p>
                <label class="choice-row">
                    <input
                        type="checkbox"
                        prop:checked=on
                        on:change=move |event| on.set(event_target_checked(&event))
                    />
                    <span>{question}</span>
                </label>
            </div>
        }
    };
    let (units, people) = names;
    let missing = (!units.is_empty()).then(|| {
        let title = fill(t.missing, &[&plan.missing.len()]);
        group("missing", title, t.mark_gone, units, offer.gone)
    });
    let not_named = (!people.is_empty()).then(|| {
        let title = fill(t.not_named, &[&plan.not_named.len()]);
        group("not-named", title, t.mark_left, people, offer.left)
    });
    view! { {missing}{not_named} }.into_any()
}

/// One button that writes it all.
#[component]
fn WriteButton() -> impl IntoView {
    let t = ImportTexts::now();
    let desk = expect_context::<Desk>();
    let import = expect_context::<Import>();
    let offer = expect_context::<Offer>();
    let amount = Memo::new(move |_| {
        let plan = import.plan.read();
        let Some(plan) = &*plan else { return 0 };
        let gone = if offer.gone.get() {
            plan.missing.len()
        } else {
            0
        };
        let left = if offer.left.get() {
            plan.not_named.len()
        } else {
            0
        };
        plan.counts.writes() + gone + left
    });
    let write = move |_| {
        let Some(plan) = import.plan.get_untracked() else {
            return;
        };
        let accepted = Accepted {
            gone: offer.gone.get_untracked(),
            moved_out: offer
                .left
                .get_untracked()
                .then(|| clock::now().date_naive()),
        };
        spawn_local(async move {
            writing::write(desk, &plan, accepted, import.progress).await;
            let _ = offer.gone.try_set(false);
            let _ = offer.left.try_set(false);
            // What is left to be done shows what was written.
            import.compare_again(desk);
        });
    };
    move || {
        if import.progress.runs() {
            return ().into_any();
        }
        match amount.get() {
            0 => notice(
                Kind::Good,
                t.nothing_new,
                Some(
                    view! { <a class="button" href="/estate">{EstateTexts::now().title}</a> }
                        .into_any(),
                ),
            ),
            amount => view! {
                <p class="button-row">
                    <button class="button primary" id="write-list" on:click=write>
                        {fill(t.write, &[&amount])}
                    </button>
                </p>
            }
            .into_any(),
        }
    }
}
