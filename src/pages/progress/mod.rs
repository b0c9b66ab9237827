//! How far a campaign has got: pictures first, the same figures in tables, both to be printed and
//! taken away.

mod bars;
mod bias;
mod days;
mod drawing;
mod figure;
mod goals;
mod table;
mod words;

use std::sync::Arc;

use ledger::{RecordId, State};
use leptos::{ev, prelude::*};
use leptos_router::components::A;
use needs::{
    Act, Building, Campaign, Person, Site,
    progress::{Progress, ProgressBook, Scope, Share},
};

use crate::{
    components::{back::BackTo, choice_row::ChoiceRow, icon::Icon, moment::day_text},
    desk::Desk,
    locales::{AccessTexts, OfficeTexts, ProgressTexts, fill, language},
    pages::only_for,
    platform::clock,
};
use bars::{Bar, Scale};

/// The screen, for those whose role reads everything.
#[component]
pub fn ProgressPage() -> impl IntoView {
    only_for(Act::ReadAll, || view! { <Looking/> }.into_any())
}

/// What is looked at, and how.
#[derive(Clone, Copy)]
struct Choice {
    campaign: RwSignal<Option<RecordId>>,
    building: RwSignal<Option<RecordId>>,
    person: RwSignal<Option<RecordId>>,
    earlier: RwSignal<Option<RecordId>>,
    show: RwSignal<&'static str>,
    /// Whether all buildings, and all people, are drawn.
    all: [RwSignal<bool>; 2],
}

#[component]
fn Looking() -> impl IntoView {
    let t = ProgressTexts::now();
    let desk = expect_context::<Desk>();
    let choice = Choice {
        campaign: RwSignal::new(desk.peek(|ledger| shown_first(ledger.state()))),
        building: RwSignal::new(None),
        person: RwSignal::new(None),
        earlier: RwSignal::new(None),
        show: RwSignal::new("pictures"),
        all: [RwSignal::new(false), RwSignal::new(false)],
    };
    let books = [(); 2].map(|()| StoredValue::new_local(ProgressBook::default()));
    let progress = Memo::new(move |_| {
        let campaign = choice.campaign.get()?;
        let scope = Scope {
            building: choice.building.get(),
            person: choice.person.get(),
        };
        read(desk, books[0], campaign, scope)
    });
    let earlier = Memo::new(move |_| read(desk, books[1], choice.earlier.get()?, Scope::default()));
    let width = picture_width();
    view! {
        <main class="page stack progress-page" id="content" data-show=move || choice.show.get()>
            <BackTo href="/office" title=OfficeTexts::now().title/>
            <div class="page-head"><h1>{t.title}</h1><p>{move || head(desk, choice)}</p></div>
            <Choosing choice/>
            {move || match progress.get() {
                Some(progress) => earlier.with(|earlier| {
                    figures(desk, &progress, earlier.as_deref(), choice, width.get())
                }),
                None => view! { <p class="empty">{t.no_campaign}</p> }.into_any(),
            }}
        </main>
    }
}

fn read(
    desk: Desk,
    book: StoredValue<ProgressBook, LocalStorage>,
    campaign: RecordId,
    scope: Scope,
) -> Option<Arc<Progress>> {
    let today = clock::now().date_naive();
    desk.read(|state| {
        let campaign = Campaign::find(state, campaign)?;
        let follow = |book: &mut ProgressBook| book.follow(state, campaign, today, scope);
        book.try_update_value(follow).map(Arc::new)
    })
}

/// The campaign that one wants to see first.
fn shown_first(state: &State) -> Option<RecordId> {
    Campaign::shown(state, clock::now().date_naive()).map(|campaign| campaign.id)
}

/// Which site, which campaign and from when to when, as of which moment.
fn head(desk: Desk, choice: Choice) -> String {
    let lang = language();
    let now = clock::now();
    let site = desk.site();
    desk.read(|state| {
        let site = Site::find(state, site).map(|site| site.name(lang).to_owned());
        let campaign = choice
            .campaign
            .get()
            .and_then(|id| Campaign::find(state, id));
        let period = campaign.and_then(|campaign| {
            let (starts, ends) = (campaign.starts()?, campaign.ends()?);
            Some(format!(
                "{}–{}",
                day_text(starts, lang),
                day_text(ends, lang)
            ))
        });
        let as_of = fill(
            ProgressTexts::now().as_of,
            &[&day_text(now.date_naive(), lang)],
        );
        let name = campaign.map(|campaign| campaign.name(lang).to_owned());
        let parts = [site, name, period, Some(as_of)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    })
}

/// How wide a picture is drawn: as wide as its card, so that its text is as large as any other.
fn picture_width() -> Signal<f64> {
    const COLUMN: f64 = 736.0;
    const AROUND: f64 = 2.0 * (16.0 + 16.0 + 1.0);
    let measure = || {
        let inner = window().inner_width().ok().and_then(|width| width.as_f64());
        (inner.unwrap_or(COLUMN) - AROUND).clamp(240.0, COLUMN - AROUND + 32.0)
    };
    let width = RwSignal::new(measure());
    let handle = window_event_listener(ev::resize, move |_| {
        let now = measure();
        if (width.get_untracked() - now).abs() > 0.5 {
            width.set(now);
        }
    });
    on_cleanup(move || handle.remove());
    width.into()
}

#[component]
fn Choosing(choice: Choice) -> impl IntoView {
    let t = ProgressTexts::now();
    let desk = expect_context::<Desk>();
    let campaigns = move || desk.read(campaigns);
    let print = move |_| drop(window().print());
    let ways = [
        ("pictures", t.pictures),
        ("tables", t.tables),
        ("both", t.both),
    ];
    let ways = ways.map(|(way, name)| (way, name.to_owned()));
    view! {
        <div class="stack no-print">
            <div class="field-pair">
                {select("campaign", OfficeTexts::now().campaign, None, campaigns, choice.campaign)}
                {move || {
                    let others = move || desk.read(|state| {
                        let mut others = campaigns_before(state, choice.campaign.get());
                        others.retain(|(id, _)| Some(*id) != choice.campaign.get());
                        others
                    });
                    (!others().is_empty()).then(|| {
                        select("earlier", t.compare, Some(t.no_other), others, choice.earlier)
                    })
                }}
                {select("building", t.building, Some(t.all_buildings), move || desk.read(|state| {
                    let all = Building::all(state).into_iter();
                    all.map(|one| (one.id, one.name(language()).to_owned())).collect()
                }), choice.building)}
                {select("person", t.person, Some(t.everyone), move || desk.read(|state| {
                    let all = Person::all(state).into_iter();
                    let all = all.filter(|person| person.role().may(Act::Collect));
                    all.map(|one| (one.id, one.name(language()).to_owned())).collect()
                }), choice.person)}
            </div>
            <ChoiceRow
                name="show"
                legend=t.show
                options=ways.to_vec()
                taken=choice.show
                choose=Callback::new(move |way| choice.show.set(way))
            />
            <p class="button-row">
                <button class="button" on:click=print>
                    <Icon name="document"/>{AccessTexts::now().print}
                </button>
                <A href="/rates" attr:class="button quiet">
                    {crate::locales::VisitTexts::now().rates}
                </A>
            </p>
        </div>
    }
}

/// Campaigns, the latest first.
fn campaigns(state: &State) -> Vec<(RecordId, String)> {
    let all = Campaign::all(state);
    let named = all.into_iter();
    named
        .map(|campaign| (campaign.id, campaign.name(language()).to_owned()))
        .collect()
}

/// Those that began earlier than one.
fn campaigns_before(state: &State, one: Option<RecordId>) -> Vec<(RecordId, String)> {
    let starts = |id| Campaign::find(state, id).and_then(Campaign::starts);
    let until = one.and_then(starts);
    let mut all = campaigns(state);
    all.retain(|(id, _)| starts(*id) <= until);
    all
}

/// A choice out of a list that may be long; `none` is what it is called to choose nothing.
fn select(
    name: &'static str,
    label: &'static str,
    none: Option<&'static str>,
    options: impl Fn() -> Vec<(RecordId, String)> + Send + Sync + 'static,
    chosen: RwSignal<Option<RecordId>>,
) -> AnyView {
    let choose = move |event| chosen.set(event_target_value(&event).parse().ok());
    let option = move |(id, label): (RecordId, String)| {
        view! {
            <option value=id.to_string() selected=move || chosen.get() == Some(id)>{label}</option>
        }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select name=name on:change=choose>
                {none.map(|none| view! { <option value="">{none}</option> })}
                {move || options().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

fn figures(
    desk: Desk,
    progress: &Progress,
    earlier: Option<&Progress>,
    choice: Choice,
    width: f64,
) -> AnyView {
    let t = ProgressTexts::now();
    let today = clock::now().date_naive();
    let whole = choice.person.get_untracked().is_none();
    // What is drawn follows the figures; not every entry that comes in draws it anew.
    desk.peek(|ledger| {
        let state = ledger.state();
        let earlier = earlier.filter(|_| whole);
        let before = earlier.map(|earlier| before(state, earlier, progress));
        let buildings = building_bars(state, progress, whole);
        let building_table =
            bars::table("progress-buildings", ("building", t.building), &buildings);
        let people = person_bars(state, progress);
        let people_table = bars::table("progress-people", ("person", t.person), &people);
        let [all_buildings, all_people] = choice.all;
        let targets = whole.then(|| goals::figure(progress, width).view());
        let days = days::View {
            progress,
            today,
            targets: whole,
            earlier: before.as_ref(),
        };
        let days = days::figure(&days, width);
        let by_building = bars::figure(
            t.by_building,
            width,
            &buildings,
            Scale::Whole,
            building_table,
            all_buildings,
        );
        let by_person = bars::figure(
            t.by_person,
            width,
            &people,
            Scale::Doors,
            people_table,
            all_people,
        );
        let bias = whole.then(|| bias::figure(state, progress, width).view());
        view! {
            {targets}
            {by_building.view()}
            {days.view()}
            {by_person.view()}
            {bias}
        }
        .into_any()
    })
}

/// Buildings, those with the most missing first.
fn building_bars(state: &State, progress: &Progress, targets: bool) -> Vec<Bar> {
    let t = ProgressTexts::now();
    let percent = progress.survey.percent;
    let missing = |share: &Share| {
        let target = needs::target(share.tally.doors, percent);
        (target, target.saturating_sub(share.tally.surveyed()))
    };
    let mut buildings: Vec<&Share> = progress.buildings.iter().collect();
    buildings.sort_by_key(|share| std::cmp::Reverse((missing(share).1, share.tally.open())));
    let bar = |share: &Share| {
        let (target, missing) = missing(share);
        let note = match missing {
            _ if !targets => open_note(share.tally),
            0 => t.on_target.to_owned(),
            missing => fill(t.missing_count, &[&missing]),
        };
        Bar {
            name: words::building_name(state, share.of),
            note,
            tally: share.tally,
            target: targets.then_some(target),
        }
    };
    buildings.into_iter().map(bar).collect()
}

fn person_bars(state: &State, progress: &Progress) -> Vec<Bar> {
    let bar = |share: &Share<Option<RecordId>>| Bar {
        name: words::person_name(state, share.of),
        note: open_note(share.tally),
        tally: share.tally,
        target: None,
    };
    progress.people.iter().map(bar).collect()
}

fn open_note(tally: needs::progress::Tally) -> String {
    let text = ProgressTexts::now().open_count;
    fill(text, &[&tally.surveyed(), &tally.open()])
}

/// An earlier campaign, for as many doors as this one has.
#[expect(clippy::cast_precision_loss, reason = "doors of an estate are few")]
fn before(state: &State, earlier: &Progress, now: &Progress) -> days::Earlier {
    let name = Campaign::find(state, earlier.campaign);
    let name = name.map_or(String::new(), |campaign| {
        campaign.name(language()).to_owned()
    });
    let first = earlier.starts.or(earlier.days.first().map(|day| day.date));
    let alike = now.total.doors as f64 / earlier.total.doors.max(1) as f64;
    let running = earlier.running().map(|(day, surveyed, _)| {
        let passed = first.map_or(0, |first| (day - first).num_days());
        (passed, surveyed as f64 * alike)
    });
    days::Earlier {
        name,
        running: running.collect(),
    }
}
