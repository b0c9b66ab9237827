//! Photos, sketches and files that belong to the line that is being written.

use std::sync::Arc;

use ledger::FileRef;
use leptos::{ev, prelude::*, task::spawn_local};
use needs::interview::attach_field;
use web_sys::Blob;

use super::{book::Here, lines::mark};
use crate::{
    components::{file_error::file_error_text, icon::Icon, question::sketch, sheet::Sheet},
    locales::{NotebookTexts, fill},
    platform::{files, object_url::ObjectUrl, picture},
};

/// The sketch that is being drawn.
#[derive(Default)]
struct Latest {
    /// Which sketch it is.
    number: u32,
    /// Not kept yet.
    waiting: Option<Blob>,
    /// Something is being kept.
    busy: bool,
    /// The name under which it is kept.
    name: Option<String>,
}

/// A photo is kept no larger than this, in pixels of its longer side.
const PHOTO: u32 = 2048;

/// What is being kept, and what went wrong.
#[derive(Clone, Copy)]
pub struct Attaching {
    here: Here,
    keeping: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    drawing: RwSignal<bool>,
    latest: StoredValue<Latest, LocalStorage>,
}

impl Attaching {
    pub fn new(here: Here) -> Self {
        Self {
            here,
            keeping: RwSignal::new(false),
            failure: RwSignal::new(None),
            drawing: RwSignal::new(false),
            latest: StoredValue::new_local(Latest::default()),
        }
    }

    /// Keeps a file with the line that is being written.
    fn keep(self, blob: Blob, wish: String) {
        let Some(book) = self.here.book() else { return };
        self.failure.set(None);
        self.keeping.set(true);
        let line = book.peek(|notes| notes.active().key.to_string());
        spawn_local(async move {
            let files = book.desk().files();
            match files.put_blob(book.id(), &blob, &wish, &blob.type_()).await {
                Ok(file) => book.set([attach_field(&file.name, Some(&line))]),
                Err(error) => drop(self.failure.try_set(Some(file_error_text(&error)))),
            }
            let _ = self.keeping.try_set(false);
        });
    }

    fn keep_photo(self, blob: Blob, wish: String) {
        spawn_local(async move {
            match picture::photo(&blob, Some(PHOTO)).await {
                Ok(photo) => self.keep(photo, wish),
                // What is no picture after all is a file.
                Err(_) => self.keep(blob, wish),
            }
        });
    }

    fn remove(self, name: String) {
        let Some(book) = self.here.book() else { return };
        book.set([attach_field(&name, None)]);
        spawn_local(async move {
            // What stays behind is deleted with the draft.
            let _ = book.desk().files().remove(book.id(), &name).await;
        });
    }

    /// The buttons.
    pub fn buttons(self) -> AnyView {
        let t = NotebookTexts::now();
        let photo = move |file: web_sys::File| {
            let name = file.name();
            self.keep_photo(file.into(), name);
        };
        let any = move |file: web_sys::File| {
            let name = file.name();
            self.keep(file.into(), name);
        };
        view! {
            {chooser("camera", t.photo, "image/*", Some("environment"), photo)}
            <button
                type="button"
                class="button quiet tool"
                data-action="sketch"
                on:click=move |_| self.drawing.set(true)
            >
                <Icon name="edit"/><span>{t.sketch}</span>
            </button>
            {chooser("upload", t.file, "", None, any)}
            <Sheet open=self.drawing labelled_by="sketch-title">{self.pad()}</Sheet>
        }
        .into_any()
    }

    fn pad(self) -> AnyView {
        let t = NotebookTexts::now();
        let latest = self.latest;
        latest.update_value(|latest| {
            *latest = Latest {
                number: latest.number + 1,
                ..Latest::default()
            };
        });
        let done = Callback::new(move |()| self.drawing.set(false));
        view! {
            <div class="sheet-head"><h2 id="sketch-title">{t.sketch}</h2></div>
            {sketch("notebook-sketch", move |blob| self.keep_sketch(blob), done)}
        }
        .into_any()
    }

    /// Keeps a sketch in place of what it was a moment ago. One save at a time; the latest waits.
    fn keep_sketch(self, blob: Blob) {
        let Some(book) = self.here.book() else { return };
        let latest = self.latest;
        let busy = latest.try_update_value(|latest| {
            latest.waiting = Some(blob);
            std::mem::replace(&mut latest.busy, true)
        });
        if busy != Some(false) {
            return;
        }
        let line = book.peek(|notes| notes.active().key.to_string());
        let (number, mut before) = latest.with_value(|latest| (latest.number, latest.name.clone()));
        spawn_local(async move {
            let next = || {
                latest
                    .try_update_value(|latest| latest.waiting.take())
                    .flatten()
            };
            while let Some(blob) = next() {
                let files = book.desk().files();
                match files.put_blob(book.id(), &blob, "", &blob.type_()).await {
                    Ok(file) => {
                        let gone = before.replace(file.name.clone());
                        let taken_back = gone.as_ref().map(|name| attach_field(name, None));
                        let kept = attach_field(&file.name, Some(&line));
                        book.set([kept].into_iter().chain(taken_back));
                        if let Some(gone) = gone {
                            let _ = files.remove(book.id(), &gone).await;
                        }
                    }
                    Err(error) => drop(self.failure.try_set(Some(file_error_text(&error)))),
                }
            }
            let _ = latest.try_update_value(|latest| {
                if latest.number == number {
                    latest.busy = false;
                    latest.name = before;
                }
            });
        });
    }

    /// What went wrong, or goes on.
    pub fn status(self) -> AnyView {
        let t = NotebookTexts::now();
        view! {
            <Show when=move || self.keeping.get()>
                <p class="hint" role="status" data-busy="">{t.keeping}</p>
            </Show>
            {move || self.failure.get().map(|text| {
                view! { <p class="notice" data-kind="error" role="alert">{text}</p> }
            })}
        }
        .into_any()
    }

    /// What is attached so far.
    pub fn shown(self) -> AnyView {
        let t = NotebookTexts::now();
        let names = Memo::new(move |_| {
            self.here.with(|book| {
                book.head(|head| {
                    let all = head.attachments().into_iter();
                    all.map(|(name, line)| (name.to_owned(), line.to_owned()))
                        .collect::<Vec<_>>()
                })
            })
        });
        (move || {
            let names = names.get();
            (!names.is_empty()).then(|| {
                let items: Vec<_> = names.into_iter().map(|one| self.item(one)).collect();
                view! { <ul class="attached" aria-label=t.attached>{items}</ul> }
            })
        })
        .into_any()
    }

    fn item(self, (name, line): (String, String)) -> AnyView {
        let t = NotebookTexts::now();
        let at = self.here.with(|book| {
            book.peek(|notes| notes.find(&line).map(|place| notes.lines()[place].note.at))
        });
        let at = at.map(|at| fill(t.at, &[&mark(at)]));
        let url = self.thumbnail(&name);
        let (gone, label) = (name.clone(), fill(t.remove_file, &[&name]));
        let data = name.clone();
        let shown = move || match url.get() {
            Some(url) => view! { <img src=url.href().to_owned() alt=""/> }.into_any(),
            None => view! { <Icon name="survey"/> }.into_any(),
        };
        view! {
            <li data-file=data>
                {shown}
                <span class="attached-name">{name}</span>
                <small>{at}</small>
                <button
                    type="button"
                    class="button quiet"
                    aria-label=label
                    on:click=move |_| self.remove(gone.clone())
                >
                    <Icon name="close"/>
                </button>
            </li>
        }
        .into_any()
    }

    /// The address of a picture.
    fn thumbnail(self, name: &str) -> RwSignal<Option<Arc<ObjectUrl>>> {
        let url = RwSignal::new(None);
        let Some(book) = self.here.book() else {
            return url;
        };
        let file = untrack(|| book.desk().files().find(book.id(), name));
        if let Some(file) = file.filter(|file: &FileRef| file.media_type.starts_with("image/")) {
            spawn_local(async move {
                if let Ok(found) = book.desk().files().picture_url(&file).await {
                    let _ = url.try_set(Some(Arc::new(found)));
                }
            });
        }
        url
    }
}

/// A button that lets a file be chosen.
fn chooser(
    icon: &'static str,
    text: &'static str,
    accept: &'static str,
    capture: Option<&'static str>,
    then: impl Fn(web_sys::File) + Clone + Send + Sync + 'static,
) -> AnyView {
    let chosen = move |event: ev::Event| {
        if let Some(file) = files::chosen(&event) {
            then(file);
        }
    };
    view! {
        <label class="button quiet tool file-button">
            <input
                type="file"
                class="visually-hidden"
                accept=accept
                capture=capture
                on:change=chosen
            />
            <Icon name=icon/><span>{text}</span>
        </label>
    }
    .into_any()
}
