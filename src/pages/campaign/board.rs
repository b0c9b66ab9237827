//! The board of rounds: a card for each person with their buildings, which are dragged from card to
//! card or moved by a menu.

mod card;

use std::collections::BTreeMap;

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{Act, Assignments, Campaign, Person, Role, Round, Stage, Unit, visit::Standing};

use crate::{
    components::{
        icon::Icon,
        notice::{Kind, error_notice, notice},
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{OfficeTexts, RoundsTexts, language},
    pages::about_readable,
};

/// The screen.
#[component]
pub fn RoundsPage() -> impl IntoView {
    about_readable(
        "campaign",
        |state, id| Campaign::find(state, id).is_some(),
        |desk, _| desk.may(Act::ReadAll),
        |campaign| view! { <Rounds campaign/> }.into_any(),
    )
}

/// What somebody walks in a building: all of it, or some of its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Piece {
    building: RecordId,
    /// Whether it is the building, and not units of it that another person has.
    whole: bool,
    person: Option<RecordId>,
    doors: usize,
    todo: usize,
}

/// A card: somebody's, or nobody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Zone(Option<RecordId>);

/// The board. A handle: copies are the same.
#[derive(Clone, Copy)]
struct Board {
    desk: Desk,
    campaign: RecordId,
    pieces: Memo<Vec<Piece>>,
    /// Everyone who may walk, with their names.
    people: Memo<Vec<(RecordId, String)>>,
    ticked: RwSignal<Vec<RecordId>>,
    /// The piece that is dragged, and the card it is over.
    drag: RwSignal<Option<(Piece, Option<Zone>)>>,
    before: RwSignal<Vec<Assignments>>,
    error: RwSignal<Option<String>>,
    changeable: Memo<bool>,
}

/// The pieces in walking order.
fn pieces(state: &ledger::State, campaign: RecordId) -> Vec<Piece> {
    let found = Campaign::find(state, campaign);
    let given = Assignments::of(state, campaign);
    let round = Round::read(state, found);
    let mut all = Vec::new();
    for block in &round.blocks {
        let whole = given.buildings.get(&block.building).copied();
        let mut counts: BTreeMap<(bool, Option<RecordId>), (usize, usize)> = BTreeMap::new();
        for door in block.doors.iter().filter(|door| door.counts) {
            let own = given
                .units
                .get(&door.unit)
                .copied()
                .filter(|own| Some(*own) != whole);
            let key = (own.is_none(), own.or(whole));
            let (doors, todo) = counts.entry(key).or_default();
            *doors += 1;
            *todo += usize::from(!door.surveyed && !matches!(door.standing, Standing::Settled(_)));
        }
        let pieces = counts
            .into_iter()
            .map(|((whole, person), (doors, todo))| Piece {
                building: block.building,
                whole,
                person,
                doors,
                todo,
            });
        all.extend(pieces);
    }
    all
}

impl Board {
    fn new(desk: Desk, campaign: RecordId) -> Self {
        let pieces = Memo::new(move |_| desk.read(|state| pieces(state, campaign)));
        let people = Memo::new(move |_| {
            let lang = language();
            desk.read(|state| {
                let all = Person::all(state).into_iter();
                let all = all.filter(|person| person.role().may(Act::Collect));
                all.map(|person| (person.id, person.name(lang).to_owned()))
                    .collect()
            })
        });
        let ticked = desk.peek(|ledger| {
            let all = Person::all(ledger.state()).into_iter();
            let all = all.filter(|person| person.role() == Role::Assistant);
            all.map(|person| person.id).collect()
        });
        let changeable = Memo::new(move |_| {
            desk.may(Act::Collect)
                && desk.read(|state| {
                    let found = Campaign::find(state, campaign);
                    found.is_some_and(|found| found.stage() != Stage::Closed)
                })
        });
        Self {
            desk,
            campaign,
            pieces,
            people,
            ticked: RwSignal::new(ticked),
            drag: RwSignal::new(None),
            before: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            changeable,
        }
    }

    /// Makes the rounds as `change` has them; `remember` keeps how they were, to go back to.
    fn change(self, remember: bool, change: impl FnOnce(&ledger::State, &mut Assignments)) {
        if !self.changeable.get_untracked() {
            return;
        }
        let (before, changes) = self.desk.peek(|ledger| {
            let before = Assignments::of(ledger.state(), self.campaign);
            let mut after = before.clone();
            change(ledger.state(), &mut after);
            let changes = after.changes(&before, self.campaign);
            (before, changes)
        });
        if changes.is_empty() {
            return;
        }
        spawn_local(async move {
            match self.desk.record_all(changes).await {
                Ok(()) if remember => drop(self.before.try_update(|steps| steps.push(before))),
                Ok(()) => {}
                Err(why) => drop(self.error.try_set(Some(write_error_text(&why)))),
            }
        });
    }

    /// Gives a piece to somebody, or to nobody.
    fn give(self, piece: Piece, to: Option<RecordId>) {
        self.change(true, |state, rounds| {
            if piece.whole {
                // Units that others have stay theirs.
                match to {
                    Some(to) => drop(rounds.buildings.insert(piece.building, to)),
                    None => drop(rounds.buildings.remove(&piece.building)),
                }
                return;
            }
            let there = |unit: &RecordId| {
                Unit::find(state, *unit).and_then(Unit::building) == Some(piece.building)
            };
            let units = rounds.units.iter();
            let units = units.filter(|(_, who)| Some(**who) == piece.person);
            let units: Vec<RecordId> = units.map(|(unit, _)| *unit).filter(there).collect();
            let whole = rounds.buildings.get(&piece.building).copied();
            for unit in units {
                rounds.give_unit(unit, to.filter(|to| Some(*to) != whole));
            }
        });
    }

    /// Shares everything out evenly to those who are ticked.
    fn share(self) {
        let people = self.ticked.get_untracked();
        self.change(true, |state, rounds| {
            let round = Round::read(state, Campaign::find(state, self.campaign));
            let blocks = round.blocks.iter().map(|block| {
                let doors = block.doors.iter().filter(|door| door.counts);
                (block.building, doors.map(|door| door.unit).collect())
            });
            let blocks: Vec<(RecordId, Vec<RecordId>)> = blocks.collect();
            *rounds = Assignments::balanced(&blocks, &people);
        });
    }

    /// Makes the rounds as they were before the last change here.
    fn undo(self) {
        if let Some(before) = self.before.try_update(Vec::pop).flatten() {
            self.change(false, |_, rounds| *rounds = before);
        }
    }
}

#[component]
fn Rounds(campaign: RecordId) -> impl IntoView {
    let t = RoundsTexts::now();
    let desk = expect_context::<Desk>();
    let board = Board::new(desk, campaign);
    // Nobody first, then whoever is ticked or walks something.
    let cards = Memo::new(move |_| {
        let walking = board.pieces.with(|pieces| {
            let people = pieces.iter().filter_map(|piece| piece.person);
            people.collect::<Vec<RecordId>>()
        });
        let ticked = board.ticked.get();
        board.people.with(|people| {
            let shown = people.iter().map(|(id, _)| *id);
            let shown = shown.filter(|id| ticked.contains(id) || walking.contains(id));
            [None]
                .into_iter()
                .chain(shown.map(Some))
                .collect::<Vec<_>>()
        })
    });
    let others = Memo::new(move |_| {
        let cards = cards.get();
        board.people.with(|people| {
            let others = people.iter().filter(|(id, _)| !cards.contains(&Some(*id)));
            others.cloned().collect::<Vec<_>>()
        })
    });
    let more = move || {
        let people = others.get().into_iter().map(|(id, name)| {
            view! {
                <button class="button" on:click=move |_| board.ticked.update(|all| all.push(id))>
                    <Icon name="add"/>{name}
                </button>
            }
        });
        view! { <p class="button-row">{people.collect_view()}</p> }
    };
    view! {
        <main class="page stack" id="content">
            <A href=format!("/campaign/{campaign}") attr:class="button quiet back">
                <Icon name="back"/>{OfficeTexts::now().back}
            </A>
            <div class="page-head"><h1>{t.title}</h1><p>{t.sub}</p></div>
            {error_notice(board.error)}
            <Show when=move || !board.changeable.get()>{notice(Kind::Info, t.closed, None)}</Show>
            <Show when=move || board.changeable.get()>
                <p class="button-row">
                    <button class="button primary" data-share on:click=move |_| board.share()>
                        <Icon name="several"/>{t.share}
                    </button>
                    <Show when=move || board.before.with(|steps| !steps.is_empty())>
                        <button class="button" on:click=move |_| board.undo()>
                            <Icon name="undo"/>{t.undo}
                        </button>
                    </Show>
                </p>
                <p class="hint">{t.share_hint}</p>
            </Show>
            <div class="rounds">
                <For each=move || cards.get() key=|person| *person let:person>
                    <card::Card board person/>
                </For>
            </div>
            {more}
        </main>
    }
}
