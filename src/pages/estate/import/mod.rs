//! A property office's list, taken over: choose the file, check the columns, see what it would
//! change, write it.

mod outcome;
mod preview;
mod reading;
pub mod writing;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use needs::{
    Act,
    import::{Column, Layout, Plan, Row, plan},
};
use web_sys::File;

use self::{
    outcome::Outcome,
    preview::Columns,
    reading::{Book, Encoding},
};
use crate::{
    components::{
        back::BackTo,
        choice_row::ChoiceRow,
        drop_zone::DropZone,
        notice::{Kind, notice},
    },
    desk::Desk,
    locales::{EstateTexts, ImportTexts},
    pages::only_for,
    platform::{files, frame},
};

/// What a file chooser offers.
const ACCEPT: &str = ".xlsx,.xlsm,.xls,.csv,.txt,.tsv";

/// The list under way.
#[derive(Clone, Copy)]
struct Import {
    book: RwSignal<Option<Arc<Book>>>,
    sheet: RwSignal<usize>,
    layout: RwSignal<Layout>,
    /// `None` while it is being compared.
    plan: RwSignal<Option<Plan>>,
    progress: writing::Progress,
    /// Raised with every comparison that is asked for: a later one makes an earlier one idle.
    asked: RwSignal<u32>,
}

impl Import {
    fn new() -> Self {
        Self {
            book: RwSignal::new(None),
            sheet: RwSignal::new(0),
            layout: RwSignal::new(Layout::default()),
            plan: RwSignal::new(None),
            progress: writing::Progress::new(),
            asked: RwSignal::new(0),
        }
    }

    fn with_rows<T>(self, ask: impl FnOnce(&[Row]) -> T) -> T {
        let book = self.book.read();
        let sheet = book
            .as_ref()
            .and_then(|book| book.sheets.get(self.sheet.get()));
        ask(sheet.map_or(&[], |sheet| &sheet.rows))
    }

    /// Takes a file in, or the same one decoded otherwise.
    fn open(self, book: Book) {
        let sheet = book.largest();
        self.book.set(Some(Arc::new(book)));
        self.choose_sheet(sheet);
    }

    fn choose_sheet(self, at: usize) {
        self.sheet.set(at);
        let book = self.book.get_untracked();
        let layout = book.as_ref().and_then(|book| {
            let sheet = book.sheets.get(at)?;
            Some(Layout::guess(&sheet.rows, &sheet.name))
        });
        self.progress.forget();
        self.layout.set(layout.unwrap_or_default());
    }

    /// Why nothing can be compared yet.
    fn lacks(self) -> Option<&'static str> {
        let t = ImportTexts::now();
        let layout = self.layout.read();
        if layout.at(Column::Label).is_none() {
            Some(t.no_label_column)
        } else if layout.at(Column::Building).is_none() && layout.building.trim().is_empty() {
            Some(t.no_building_column)
        } else {
            None
        }
    }

    /// Compares the list with the estate, once what is on the screen is painted.
    fn compare_again(self, desk: Desk) {
        let Some(turn) = self.asked.try_update(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        let _ = self.plan.try_set(None);
        spawn_local(async move {
            frame::painted().await;
            if self.asked.try_get_untracked() != Some(turn) {
                return;
            }
            let book = self.book.get_untracked();
            let at = self.sheet.get_untracked();
            let Some(book) = book else { return };
            let Some(sheet) = book.sheets.get(at) else {
                return;
            };
            let layout = self.layout.get_untracked();
            let made = desk.peek(|ledger| plan(ledger.state(), &sheet.rows, &layout));
            self.plan.set(Some(made));
        });
    }
}

/// The screen.
#[component]
pub fn ImportPage() -> impl IntoView {
    only_for(Act::Estate, || view! { <Importing/> }.into_any())
}

/// How opening a file went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Idle,
    Reading,
    Unreadable,
    Empty,
}

#[component]
fn Importing() -> impl IntoView {
    let t = ImportTexts::now();
    let desk = expect_context::<Desk>();
    let import = Import::new();
    provide_context(import);
    let step = RwSignal::new(Step::Idle);
    let take = Callback::new(move |given: Vec<File>| {
        step.set(Step::Reading);
        spawn_local(async move {
            let outcome = open(import, given).await;
            let _ = step.try_set(outcome);
        });
    });
    Effect::new(move |_| {
        import.layout.track();
        import.compare_again(desk);
    });
    let ready = Memo::new(move |_| import.book.read().is_some());
    let lacks = Memo::new(move |_| import.lacks());
    view! {
        <main class="page stack" id="content">
            <BackTo href="/estate" title=EstateTexts::now().title/>
            <div class="page-head"><h1>{t.title}</h1><p>{t.sub}</p></div>
            <section class="card stack">
                {move || import.book.read().as_ref().map(|book| view! {
                    <p class="row-title" id="file-name">{book.name.clone()}</p>
                })}
                <DropZone id="list-file" hint=t.drop choose=t.choose accept=ACCEPT take/>
                {move || match step.get() {
                    Step::Idle => ().into_any(),
                    Step::Reading => view! { <p role="status">{t.reading}</p> }.into_any(),
                    Step::Unreadable => notice(Kind::Error, t.unreadable, None),
                    Step::Empty => notice(Kind::Warning, t.empty, None),
                }}
                <WhichSheet/>
                <WhichEncoding/>
            </section>
            <Show when=move || ready.get()>
                <Columns/>
                {move || match lacks.get() {
                    Some(why) => notice(Kind::Warning, why, None),
                    None => view! { <Outcome/> }.into_any(),
                }}
            </Show>
        </main>
    }
}

async fn open(import: Import, given: Vec<File>) -> Step {
    let Some(file) = given.first() else {
        return Step::Idle;
    };
    let Ok(bytes) = files::read(file).await else {
        return Step::Unreadable;
    };
    // What is said of it has to be on the screen before the reading begins.
    frame::painted().await;
    let Some(book) = Book::read(file.name(), bytes) else {
        return Step::Unreadable;
    };
    if book.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Step::Empty;
    }
    import.open(book);
    Step::Idle
}

/// The sheets, where there are several.
#[component]
fn WhichSheet() -> impl IntoView {
    let t = ImportTexts::now();
    let import = expect_context::<Import>();
    move || {
        let book = import.book.get()?;
        let sheets = book.sheets.iter().enumerate();
        let names: Vec<_> = sheets.map(|(at, sheet)| (at, sheet.name.clone())).collect();
        let choose = Callback::new(move |at| import.choose_sheet(at));
        (names.len() > 1).then(|| {
            view! {
                <ChoiceRow name="sheet" legend=t.sheet options=names taken=import.sheet choose/>
            }
        })
    }
}

/// How the text is encoded, where the file does not say it itself.
#[component]
fn WhichEncoding() -> impl IntoView {
    let t = ImportTexts::now();
    let import = expect_context::<Import>();
    move || {
        let book = import.book.get()?;
        let (taken, _) = book.text.as_ref()?;
        let taken = *taken;
        let options = Encoding::OFFERED.map(|encoding| {
            let name = match encoding {
                Encoding::Gb => t.gb,
                Encoding::Big5 => t.big5,
                Encoding::Utf8 | Encoding::Utf16 => "UTF-8",
            };
            (encoding, name.to_owned())
        });
        let choose = Callback::new(move |encoding| {
            let book = import.book.get_untracked();
            let Some((name, bytes)) = book.and_then(|book| {
                let (_, bytes) = book.text.clone()?;
                Some((book.name.clone(), bytes))
            }) else {
                return;
            };
            if let Some(book) = Book::decoded(name, bytes, encoding) {
                import.open(book);
            }
        });
        (taken != Encoding::Utf16).then(|| {
            let taken = RwSignal::new(taken);
            view! {
                <ChoiceRow
                    name="encoding"
                    legend=t.encoding
                    options=options.to_vec()
                    taken
                    choose
                />
            }
        })
    }
}
