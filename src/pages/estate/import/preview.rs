//! The first rows of the list, each column with what it means, to be corrected.

use leptos::prelude::*;
use needs::import::{Column, Layout, Row};

use super::Import;
use crate::locales::{ImportTexts, fill};

/// Rows that are shown.
const ROWS: usize = 6;

/// What columns mean, in words.
pub fn column_text(column: Column) -> &'static str {
    let t = ImportTexts::now();
    match column {
        Column::Building => t.building,
        Column::Entrance => t.entrance,
        Column::Floor => t.floor,
        Column::Label => t.label,
        Column::Key => t.key,
        Column::Area => t.area,
        Column::Usage => t.usage,
        Column::Tenure => t.tenure,
        Column::Owner => t.owner,
        Column::OwnerPhone => t.owner_phone,
        Column::Tenant => t.tenant,
        Column::TenantPhone => t.tenant_phone,
        Column::Name => t.name,
        Column::Relation => t.relation,
        Column::Phone => t.phone,
        Column::PersonKey => t.person_key,
        Column::KeyCustomer => t.key_customer,
        Column::Contact => t.contact,
        Column::Hours => t.hours,
        Column::Languages => t.languages,
        Column::Remarks => t.remarks,
    }
}

/// The columns with their choosers, and the first rows.
#[component]
pub fn Columns() -> impl IntoView {
    let t = ImportTexts::now();
    let import = expect_context::<Import>();
    let layout = import.layout;
    let head = Memo::new(move |_| layout.read().head);
    let first = move || {
        let head = head.get();
        let number = import.with_rows(|rows| rows.get(head).map(|row| row.number));
        number.map_or(String::new(), |number| number.to_string())
    };
    let set_first = move |event| {
        let Ok(number) = event_target_value(&event).trim().parse::<u32>() else {
            return;
        };
        let above = import.with_rows(|rows| rows.partition_point(|row| row.number < number));
        layout.update(|layout| layout.head = above);
    };
    let no_building = Memo::new(move |_| layout.read().at(Column::Building).is_none());
    view! {
        <section class="card stack" id="columns">
            <h2>{t.columns}</h2>
            <p class="row-sub">{t.columns_sub}</p>
            <Rows/>
            <div class="field-pair">
                <label class="field">
                    <span>{t.first_row}</span>
                    <input
                        type="number"
                        id="first-row"
                        min="1"
                        prop:value=first
                        on:change=set_first
                    />
                </label>
                <Show when=move || no_building.get()>
                    <label class="field">
                        <span>{t.building_for_all}</span>
                        <input
                            type="text"
                            id="building-for-all"
                            prop:value=move || layout.read().building.clone()
                            on:change=move |event| {
                                let name = event_target_value(&event);
                                layout.update(|layout| layout.building = name);
                            }
                        />
                    </label>
                </Show>
            </div>
            <label class="choice-row">
                <input
                    type="checkbox"
                    id="repeats-above"
                    prop:checked=move || layout.read().repeats_above
                    on:change=move |event| {
                        let repeats = event_target_checked(&event);
                        layout.update(|layout| layout.repeats_above = repeats);
                    }
                />
                <span>{t.repeats}</span>
            </label>
        </section>
    }
}

/// The first rows below their choosers.
#[component]
fn Rows() -> impl IntoView {
    let t = ImportTexts::now();
    let import = expect_context::<Import>();
    let layout = import.layout;
    let width = Memo::new(move |_| layout.read().columns.len());
    let head = Memo::new(move |_| layout.read().head);
    let shown = move || {
        let head = head.get();
        import.with_rows(|rows| {
            // The header itself, so that one sees what the guess was made from.
            let from = head.saturating_sub(1);
            let shown: Vec<Row> = rows.iter().skip(from).take(ROWS).cloned().collect();
            (shown, from)
        })
    };
    move || {
        let width = width.get();
        let (rows, from) = shown();
        let choosers = (0..width).map(|at| view! { <th>{chooser(layout, at)}</th> });
        let rows = rows.into_iter().enumerate().map(|(at, row)| {
            let is_head = from + at < head.get_untracked();
            let cells = (0..width)
                .map(|at| {
                    let text = row.cells.get(at).cloned().unwrap_or_default();
                    view! { <td>{text}</td> }
                })
                .collect_view();
            view! { <tr data-head=is_head.to_string()><th scope="row">{row.number}</th>{cells}</tr> }
        });
        view! {
            <div class="table-frame" tabindex="0" role="region" aria-label=t.columns>
                <table class="import-rows">
                    <thead><tr><td></td>{choosers.collect_view()}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
    }
}

fn chooser(layout: RwSignal<Layout>, at: usize) -> impl IntoView {
    let t = ImportTexts::now();
    let taken = Memo::new(move |_| layout.read().columns.get(at).copied().flatten());
    let choose = move |event| {
        let meaning = Column::named(&event_target_value(&event));
        layout.update(|layout| layout.choose(at, meaning));
    };
    let options = Column::ALL.map(|column| {
        view! {
            <option value=column.name() prop:selected=move || taken.get() == Some(column)>
                {column_text(column)}
            </option>
        }
    });
    view! {
        <select
            class="input"
            data-column=at.to_string()
            data-meaning=move || taken.get().map(Column::name)
            aria-label=fill(t.column, &[&(at + 1)])
            on:change=choose
        >
            <option value="" prop:selected=move || taken.get().is_none()>{t.nothing}</option>
            {options.collect_view()}
        </select>
    }
}
