//! Buildings laid out by a pattern, with a picture of what comes of it.

use leptos::{prelude::*, task::spawn_local};
use needs::{
    Act, BuildingName, Lang,
    import::{Accepted, LabelStyle, Pattern, Plan, plan, spread},
};

use super::import::writing;
use crate::{
    components::{
        back::BackTo,
        choice_row::ChoiceRow,
        notice::{Kind, notice},
        text_field::text_field,
    },
    desk::Desk,
    locales::{EstateTexts, fill, language},
    pages::only_for,
};

/// Rows of the picture, half of them from each end.
const SHOWN_FLOORS: usize = 8;
const SHOWN_FLATS: u32 = 12;

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    buildings: RwSignal<String>,
    entrances: RwSignal<String>,
    lowest: RwSignal<String>,
    highest: RwSignal<String>,
    left_out: RwSignal<String>,
    flats: RwSignal<String>,
    style: RwSignal<LabelStyle>,
}

impl Typed {
    fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            buildings: text("1"),
            entrances: text(""),
            lowest: text("1"),
            highest: text("18"),
            left_out: text(""),
            flats: text("4"),
            style: RwSignal::new(LabelStyle::Letter),
        }
    }

    /// The pattern; what is no number makes no doors.
    fn pattern(self) -> Pattern {
        let number = |text: RwSignal<String>| text.read().trim().parse::<i64>().ok();
        let left_out = spread(&self.left_out.read());
        Pattern {
            buildings: spread(&self.buildings.read()),
            entrances: spread(&self.entrances.read()),
            lowest: number(self.lowest).unwrap_or(1),
            highest: number(self.highest).unwrap_or(0),
            left_out: left_out.iter().filter_map(|one| one.parse().ok()).collect(),
            flats: number(self.flats)
                .and_then(|flats| u32::try_from(flats).ok())
                .unwrap_or(0),
            style: self.style.get(),
        }
    }
}

/// The screen.
#[component]
pub fn LayoutPage() -> impl IntoView {
    only_for(Act::Estate, || view! { <LayingOut/> }.into_any())
}

#[component]
fn LayingOut() -> impl IntoView {
    let t = EstateTexts::now();
    let desk = expect_context::<Desk>();
    let typed = Typed::new();
    let pattern = Memo::new(move |_| typed.pattern());
    let progress = writing::Progress::new();
    // Compared with what is there, so that it shows what is new.
    let planned = Memo::new(move |before: Option<&Option<Plan>>| {
        if progress.runs() {
            return before.cloned().flatten();
        }
        let pattern = pattern.get();
        pattern.doors()?;
        let (rows, layout) = pattern.list();
        Some(desk.read(|state| plan(state, &rows, &layout)))
    });
    Effect::new(move |_| {
        pattern.track();
        progress.forget();
    });
    let styles = LabelStyle::ALL.map(|style| (style, style.label(12, 1)));
    view! {
        <main class="page stack" id="content">
            <BackTo href="/estate" title=t.title/>
            <div class="page-head"><h1>{t.lay_out}</h1><p>{t.lay_out_sub}</p></div>
            <section class="card stack" id="pattern">
                {hinted(t.buildings, t.buildings_hint, "layout-buildings", typed.buildings)}
                <div class="field-pair">
                    {text_field(t.from_floor, "layout-lowest", "text", typed.lowest)}
                    {text_field(t.to_floor, "layout-highest", "text", typed.highest)}
                    {text_field(t.flats, "layout-flats", "text", typed.flats)}
                </div>
                {hinted(t.left_out, t.left_out_hint, "layout-left-out", typed.left_out)}
                {hinted(t.entrances, t.entrances_hint, "layout-entrances", typed.entrances)}
                <ChoiceRow
                    name="style"
                    legend=t.style
                    options=styles.to_vec()
                    taken=typed.style
                    choose=Callback::new(move |style| typed.style.set(style))
                />
            </section>
            <section class="card stack" id="preview">
                <h2>{t.preview}</h2>
                {move || picture(&pattern.read())}
                {move || match planned.get() {
                    None => notice(Kind::Warning, t.too_many, None),
                    Some(plan) => outcome(desk, plan, progress),
                }}
            </section>
        </main>
    }
}

fn hinted(
    label: &'static str,
    hint: &'static str,
    id: &'static str,
    text: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="stack-tight">
            {text_field(label, id, "text", text)}
            <p class="hint">{hint}</p>
        </div>
    }
}

/// The first building: its highest and lowest floors, door by door.
fn picture(pattern: &Pattern) -> Option<AnyView> {
    let t = EstateTexts::now();
    let doors = pattern.doors()?;
    let first = BuildingName::of(pattern.buildings.first()?);
    let name = match language() {
        Lang::En => first.texts().en.to_owned(),
        Lang::ZhHant | Lang::ZhHans => first.texts().zh_hant.to_owned(),
    };
    let floors: Vec<i64> = pattern.floors().collect();
    let cut = floors.len() > SHOWN_FLOORS;
    let half = SHOWN_FLOORS / 2;
    let shown = floors
        .iter()
        .enumerate()
        .filter(|(at, _)| !cut || *at < half || *at >= floors.len() - half);
    let style = pattern.style;
    let flats = pattern.flats;
    let rows = shown.map(|(at, floor)| {
        let cells = (1..=flats.min(SHOWN_FLATS))
            .map(|flat| view! { <td>{style.label(*floor, flat)}</td> })
            .collect_view();
        view! {
            <tr data-cut=(cut && at == floors.len() - half).to_string()>
                <th scope="row">{fill(t.floor_short, &[floor])}</th>
                {cells}
                {(flats > SHOWN_FLATS).then(|| view! { <td>"…"</td> })}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let buildings = pattern.buildings.len() * pattern.entrances.len().max(1);
    let in_one = doors / buildings.max(1) * pattern.entrances.len().max(1);
    Some(
        view! {
            <p class="row-sub">{fill(t.preview_of, &[&name, &in_one])}</p>
            <div class="table-frame"><table class="doors-picture">{rows}</table></div>
        }
        .into_any(),
    )
}

fn outcome(desk: Desk, plan: Plan, progress: writing::Progress) -> AnyView {
    let t = EstateTexts::now();
    let counts = plan.counts;
    let already = counts.same_units + counts.changed_units;
    let write = move |_| {
        let plan = plan.clone();
        spawn_local(async move {
            writing::write(desk, &plan, Accepted::default(), progress).await;
        });
    };
    view! {
        {(already > 0 && counts.new_units > 0).then(|| view! {
            <p class="row-sub">{fill(t.already, &[&already])}</p>
        })}
        {if counts.new_units == 0 {
            view! { <p role="status" id="nothing-new">{t.nothing_new}</p> }.into_any()
        } else {
            view! {
                <p role="status" id="will-add">
                    {fill(t.will_add, &[&counts.new_buildings, &counts.new_units])}
                </p>
            }.into_any()
        }}
        {writing::progress_view(progress)}
        {move || (counts.new_units > 0 && !progress.runs()).then(|| view! {
            <p class="button-row">
                <button class="button primary" id="write-layout" on:click=write.clone()>
                    {fill(t.write, &[&counts.new_units])}
                </button>
            </p>
        })}
    }
    .into_any()
}
