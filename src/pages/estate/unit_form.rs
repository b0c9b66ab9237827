//! A unit, new or known, as a form.

use ledger::{Change, RecordId, State};
use leptos::prelude::*;
use needs::{Area, Tenure, Unit, UnitFacts, Usage, import::label_in_use};

use crate::{
    components::{choice_row::ChoiceRow, notice::error_notice, text_field::text_field},
    desk::Desk,
    locales::{EstateTexts, fill},
    platform::random,
};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    label: RwSignal<String>,
    floor: RwSignal<String>,
    entrance: RwSignal<String>,
    area: RwSignal<String>,
    key: RwSignal<String>,
    usage: RwSignal<Usage>,
    tenure: RwSignal<Option<Tenure>>,
}

impl Typed {
    fn of(desk: Desk, id: Option<RecordId>) -> Self {
        desk.peek(|ledger| {
            let known = id.and_then(|id| Unit::find(ledger.state(), id));
            let text =
                |text: fn(Unit<'_>) -> String| RwSignal::new(known.map_or(String::new(), text));
            Self {
                label: text(|unit| unit.label().to_owned()),
                floor: text(|unit| unit.floor().to_string()),
                entrance: text(|unit| unit.entrance().to_owned()),
                area: text(|unit| unit.area().map_or(String::new(), |area| area.to_string())),
                key: text(|unit| unit.key().to_owned()),
                usage: RwSignal::new(known.map_or(Usage::Home, Unit::usage)),
                tenure: RwSignal::new(known.and_then(Unit::tenure)),
            }
        })
    }

    /// The change that makes the record so, or what is wrong with what was typed.
    fn change(
        self,
        state: &State,
        building: RecordId,
        id: Option<RecordId>,
    ) -> Result<Option<Change>, &'static str> {
        let t = EstateTexts::now();
        let label = self.label.get_untracked();
        let (entrance, key) = (self.entrance.get_untracked(), self.key.get_untracked());
        if label.trim().is_empty() {
            return Err(t.no_label);
        }
        if label_in_use(state, building, (&entrance, &label), id) {
            return Err(t.label_taken);
        }
        let floor = self.floor.get_untracked();
        let floor: i64 = floor.trim().parse().map_err(|_| t.bad_floor)?;
        let area = self.area.get_untracked();
        let area = match area.trim() {
            "" => None,
            text => Some(Area::parse(text).ok_or(t.bad_area)?),
        };
        let last = Unit::known(state).filter(|unit| unit.building() == Some(building));
        let last = last.map(Unit::order).filter(|order| *order < i64::MAX);
        let facts = UnitFacts {
            building: Some(building),
            label: Some(label.trim()),
            floor: Some(floor),
            entrance: Some(&entrance),
            area,
            key: Some(&key),
            usage: Some(self.usage.get_untracked()),
            tenure: self.tenure.get_untracked(),
            // A new one is walked last until somebody moves it.
            order: id.is_none().then(|| last.max().unwrap_or(0) + 1),
            ..UnitFacts::default()
        };
        Ok(match id.and_then(|id| Unit::find(state, id)) {
            Some(known) => known.update(facts),
            None => Some(Unit::set(random::record_id(), facts)),
        })
    }
}

/// The form; `write` is given what is to be written, nothing where it was cancelled.
#[component]
pub fn UnitForm(
    building: RecordId,
    id: Option<RecordId>,
    write: Callback<Option<Change>>,
) -> impl IntoView {
    let t = EstateTexts::now();
    let desk = expect_context::<Desk>();
    let typed = Typed::of(desk, id);
    let error = RwSignal::new(None::<String>);
    let title = match id {
        Some(_) => fill(t.change_unit, &[&typed.label.get_untracked()]),
        None => t.add_unit.to_owned(),
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match desk.peek(|ledger| typed.change(ledger.state(), building, id)) {
            Ok(change) => write.run(change),
            Err(why) => error.set(Some(why.to_owned())),
        }
    };
    let uses = [
        (Usage::Home, t.home.to_owned()),
        (Usage::Business, t.business.to_owned()),
        (Usage::Other, t.other.to_owned()),
    ];
    let tenures = [
        (None, t.unknown.to_owned()),
        (Some(Tenure::Owner), t.owner.to_owned()),
        (Some(Tenure::Tenant), t.tenant.to_owned()),
    ];
    view! {
        <form class="stack" id="unit-form" on:submit=save>
            <h2 id="unit-title">{title}</h2>
            {error_notice(error)}
            <div class="field-pair">
                {text_field(t.label, "unit-label", "text", typed.label)}
                {text_field(t.floor, "unit-floor", "text", typed.floor)}
                {text_field(t.entrance, "unit-entrance", "text", typed.entrance)}
                {text_field(t.area, "unit-area", "text", typed.area)}
                {text_field(t.key, "unit-key", "text", typed.key)}
            </div>
            <ChoiceRow
                name="usage"
                legend=t.usage
                options=uses.to_vec()
                taken=typed.usage
                choose=Callback::new(move |usage| typed.usage.set(usage))
            />
            <ChoiceRow
                name="tenure"
                legend=t.tenure
                options=tenures.to_vec()
                taken=typed.tenure
                choose=Callback::new(move |tenure| typed.tenure.set(tenure))
            />
            <p class="button-row">
                <button class="button primary" type="submit">{t.save}</button>
                <button class="button" type="button" on:click=move |_| write.run(None)>
                    {t.cancel}
                </button>
            </p>
            {id.map(|id| gone_row(desk, id, write))}
        </form>
    }
}

/// Marks the unit as gone, or brings it back.
fn gone_row(desk: Desk, id: RecordId, write: Callback<Option<Change>>) -> impl IntoView {
    let t = EstateTexts::now();
    let gone = desk.peek(|ledger| Unit::find(ledger.state(), id).is_some_and(Unit::is_gone));
    let mark = move |_| {
        let facts = UnitFacts {
            gone: Some(!gone),
            ..UnitFacts::default()
        };
        write.run(Some(Unit::set(id, facts)));
    };
    view! {
        <hr/>
        <p class="button-row">
            <button class="button danger" type="button" id="mark-gone" on:click=mark>
                {if gone { t.bring_back } else { t.mark_gone }}
            </button>
        </p>
        {(!gone).then(|| view! { <p class="row-sub">{t.gone_hint}</p> })}
    }
}
