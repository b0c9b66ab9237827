//! Today: what has been begun, the next door, and every door of the round.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use ledger::{Fields, RecordId};
use leptos::prelude::*;
use leptos_router::components::A;
use needs::{
    Act, Building, Campaign, Coverage, Door, Interview, Lang, Purpose, Questionnaire, Unit,
    visit::{Outcome, Standing},
};

use crate::{
    components::{
        coming::ComingNotice,
        icon::Icon,
        moment::{local_day_and_time, short_day},
        moved_notice::MovedNotice,
        outcome::outcome_text,
        row::Row,
        sent_back::SentBack,
    },
    desk::Desk,
    draft::Draft,
    locales::{TodayTexts, VisitTexts, fill, language},
    pages::doors::Doors,
    round::RoundNow,
};

/// What is known of a door on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DoorState {
    /// Nobody has been there.
    Todo,
    /// A questionnaire is being filled in.
    Draft,
    /// The resident named a time.
    Appointment(NaiveDateTime),
    /// To be tried again: what came of the last attempt.
    Again(Outcome),
    /// A form is to be fetched, which has been there since this day.
    Fetch(Option<NaiveDate>),
    /// The survey is finished.
    Surveyed,
    /// The interview is finished.
    Interviewed,
    /// Both are.
    Done,
    /// No survey will come of it: what did.
    Closed(Outcome),
}

impl DoorState {
    /// The state of a door, given the units that have drafts.
    pub fn of(door: &Door, drafts: &BTreeSet<RecordId>) -> Self {
        let last = door.last.map_or(Outcome::Other, |(outcome, _)| outcome);
        match (door.surveyed, door.interviewed, door.standing) {
            _ if drafts.contains(&door.unit) => Self::Draft,
            (true, true, _) => Self::Done,
            (true, false, _) => Self::Surveyed,
            (false, true, _) => Self::Interviewed,
            (false, false, Standing::Appointment(at)) => Self::Appointment(at),
            (false, false, Standing::Again(_)) => Self::Again(last),
            (false, false, Standing::FormLeft(since)) => Self::Fetch(since),
            (false, false, Standing::Settled(outcome)) => Self::Closed(outcome),
            (false, false, Standing::Untried) => Self::Todo,
        }
    }

    /// Whether something is still to be done there for the survey.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Todo | Self::Draft | Self::Appointment(_) | Self::Again(_) | Self::Fetch(_)
        )
    }

    /// Its name for styles and tests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Draft => "draft",
            Self::Appointment(_) => "appointment",
            Self::Again(_) => "again",
            Self::Fetch(_) => "fetch",
            Self::Surveyed => "surveyed",
            Self::Interviewed => "interviewed",
            Self::Done => "done",
            Self::Closed(_) => "closed",
        }
    }

    /// Its name for people.
    pub fn text(self) -> String {
        let t = TodayTexts::now();
        let text = match self {
            Self::Todo => t.state_todo,
            Self::Draft => t.state_draft,
            Self::Surveyed => t.state_surveyed,
            Self::Interviewed => t.state_interviewed,
            Self::Done => t.state_done,
            Self::Again(outcome) | Self::Closed(outcome) => outcome_text(outcome),
            Self::Appointment(at) => return local_day_and_time(at, language()),
            Self::Fetch(None) => t.state_fetch,
            Self::Fetch(Some(since)) => {
                return format!("{} · {}", t.state_fetch, short_day(since, language()));
            }
        };
        text.to_owned()
    }

    /// Its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Todo => "door",
            Self::Draft => "pen",
            Self::Appointment(_) => "calendar",
            Self::Again(_) => "redo",
            Self::Fetch(_) => "document",
            Self::Surveyed => "survey",
            Self::Interviewed => "interview",
            Self::Done => "check",
            Self::Closed(_) => "close",
        }
    }
}

/// What an interview is about as one line: its door, or the title of a group discussion.
pub fn notebook_line(desk: Desk, interview: Interview<'_>, lang: Lang) -> String {
    let unit = interview.unit();
    let door = desk.read(|state| Some(unit_line(state, Unit::find(state, unit?)?, lang)));
    door.or(interview.title().map(str::to_owned))
        .unwrap_or_default()
}

/// Building and door as one line: `第 1 座 5A`.
pub fn unit_line(state: &ledger::State, unit: Unit<'_>, lang: Lang) -> String {
    let building = unit.building();
    let building = building.map(|building| building_name(state, building, lang));
    format!("{} {}", building.unwrap_or_default(), unit.label())
}

/// A building's name: `第 1 座`.
pub fn building_name(state: &ledger::State, building: RecordId, lang: Lang) -> String {
    let building = Building::find(state, building);
    building
        .map_or("", |building| building.name(lang))
        .to_owned()
}

/// The screen.
#[component]
pub fn TodayPage() -> impl IntoView {
    let lang = language();
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let head = move || {
        let (campaign, survey, interview) =
            round.with(|round| (round.campaign, round.survey, round.interview));
        let name = desk.read(|state| {
            let campaign = Campaign::find(state, campaign?)?;
            Some(campaign.name(lang).to_owned())
        });
        let meters = name.is_some().then(|| {
            view! {
                <div class="card meters">
                    <Meter purpose=Purpose::Survey coverage=survey/>
                    <Meter purpose=Purpose::Interview coverage=interview/>
                </div>
            }
        });
        let name = name.unwrap_or_else(|| TodayTexts::now().no_forms.to_owned());
        view! { <div class="page-head"><h1>{name}</h1></div>{meters} }
    };
    view! {
        <main class="page stack" id="content">
            {head}
            <MovedNotice/>
            <ComingNotice/>
            <SentBack/>
            <Drafts/>
            <Appointments/>
            <NextDoor/>
            <Doors/>
        </main>
    }
}

/// How far the campaign has got, against its target.
#[component]
fn Meter(purpose: Purpose, coverage: Coverage) -> impl IntoView {
    let t = TodayTexts::now();
    let label = match purpose {
        Purpose::Survey => t.surveys,
        Purpose::Interview => t.interviews,
    };
    let reached = coverage.reached >= coverage.target && coverage.target > 0;
    let purpose = match purpose {
        Purpose::Survey => "survey",
        Purpose::Interview => "interview",
    };
    view! {
        <div class="meter" data-purpose=purpose data-reached=reached.then_some("true")>
            <span class="meter-label">{label}</span>
            <progress
                value=coverage.reached.min(coverage.target).to_string()
                max=coverage.target.max(1).to_string()
                aria-label=label
            ></progress>
            <span class="meter-figure">
                {fill(t.of_target, &[&coverage.reached, &coverage.target])}
                {reached.then(|| view! { <span class="chip" data-state="done">{t.target_reached}</span> })}
            </span>
        </div>
    }
}

/// What has been begun and not finished.
#[component]
fn Drafts() -> impl IntoView {
    let t = TodayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let row = move |draft: Draft| {
        let (door, form) = desk.read(|state| {
            let door = Unit::find(state, draft.unit).map(|unit| unit_line(state, unit, lang));
            let form = Questionnaire::find(state, draft.form);
            let form = form.map(|form| form.title(lang).to_owned());
            (door.unwrap_or_default(), form.unwrap_or_default())
        });
        let (answered, total) = draft.progress;
        let row = Row {
            icon: Some("pen"),
            title: door,
            sub: format!("{form} · {}", fill(t.answered_of, &[&answered, &total])),
            chip: Some(("draft", t.state_draft)),
            record: None,
        };
        row.link(format!("/survey/{}", draft.id))
    };
    let interview = move |(id, fields): (RecordId, Fields)| {
        let row = Row {
            icon: Some("interview"),
            title: notebook_line(desk, Interview::of_draft(id, &fields), lang),
            sub: t.interviews.to_owned(),
            chip: Some(("draft", t.state_draft)),
            record: None,
        };
        row.link(format!("/interview/{id}"))
    };
    move || {
        let (drafts, notebooks) = (desk.drafts(), desk.notebooks());
        let some = !(drafts.is_empty() && notebooks.is_empty());
        some.then(|| {
            let notebooks = notebooks.into_iter().map(interview);
            view! {
                <section>
                    <h2>{t.go_on}</h2>
                    <ul class="row-list">
                        {notebooks.collect_view()} {drafts.into_iter().map(row).collect_view()}
                    </ul>
                </section>
            }
        })
    }
}

/// The door to walk to and its building, for the person who uses this tablet.
pub fn next_door(desk: Desk, round: RoundNow, after: Option<RecordId>) -> Option<[RecordId; 2]> {
    let begun = desk.units_begun();
    let me = desk.actor()?;
    let busy = |door: &Door| begun.contains(&door.unit) || !door.is_of(me);
    let found = |block: &needs::Block, door: &Door| [block.building, door.unit];
    round.with(|all| {
        let next = all.next_door(round.now(), after, busy);
        next.map(|(block, door)| found(block, door))
    })
}

/// The button that leads to the next door.
#[component]
pub fn NextDoor(
    /// Where somebody stands.
    #[prop(default = None)]
    after: Option<RecordId>,
    /// What to say when there is none.
    #[prop(default = None)]
    or: Option<&'static str>,
) -> impl IntoView {
    let t = TodayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let next = Memo::new(move |_| next_door(desk, round, after));
    move || {
        if !desk.may(Act::Collect) {
            return None;
        }
        let next = next.get();
        let named = desk.read(|state| {
            let unit = Unit::find(state, next?[1])?;
            Some((unit.id, unit_line(state, unit, lang)))
        });
        let Some((unit, name)) = named else {
            return or.map(|text| view! { <p class="empty">{text}</p> }.into_any());
        };
        let door = view! {
            <A href=format!("/unit/{unit}") attr:class="button primary next-door">
                <Icon name="door"/>
                <span>{t.next_door} " · " {name}</span>
            </A>
        };
        Some(door.into_any())
    }
}

/// The times that residents named, the next one first.
#[component]
fn Appointments() -> impl IntoView {
    let t = VisitTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let promised = Memo::new(move |_| {
        round.with(|round| {
            let doors = round.doors();
            let mut promised: Vec<_> = doors
                .filter_map(|(_, door)| Some((door.appointment()?, door.unit)))
                .collect();
            promised.sort_unstable();
            promised
        })
    });
    move || {
        let now = round.now();
        desk.read(|state| {
            let rows = promised.get().into_iter().filter_map(|(at, unit)| {
                let row = Row {
                    icon: Some("calendar"),
                    title: unit_line(state, Unit::find(state, unit)?, lang),
                    sub: fill(t.at, &[&local_day_and_time(at, lang)]),
                    chip: (at < now).then_some(("problem", t.late)),
                    record: None,
                };
                Some(row.link(format!("/unit/{unit}")))
            });
            let rows: Vec<_> = rows.collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="appointments">
                        <h2>{t.appointments}</h2>
                        <ul class="row-list">{rows}</ul>
                    </section>
                }
            })
        })
    }
}
