//! A place to drop files on, with a button that chooses them.

use leptos::{ev, prelude::*};
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

use super::icon::Icon;

/// Hands over the files that a person drops or chooses; never none.
#[component]
pub fn DropZone(
    /// The id of the field behind the button.
    id: &'static str,
    /// What may be dropped, in a sentence.
    hint: &'static str,
    /// The button's text.
    choose: &'static str,
    /// What a file chooser offers.
    accept: &'static str,
    /// Whether it takes more than one file.
    #[prop(optional)]
    multiple: bool,
    /// What becomes of the files.
    take: Callback<Vec<File>>,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let hand_over = move |list: Option<FileList>| {
        let Some(list) = list else { return };
        let most = if multiple { list.length() } else { 1 };
        let files: Vec<File> = (0..most).filter_map(|at| list.get(at)).collect();
        if !files.is_empty() {
            take.run(files);
        }
    };
    let chosen = move |event: ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        hand_over(input.files());
        // The same file may be chosen again, changed meanwhile.
        input.set_value("");
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        hand_over(event.data_transfer().and_then(|transfer| transfer.files()));
    };
    view! {
        <div
            class="drop"
            data-over=move || over.get().then_some("true")
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <p class="hint">{hint}</p>
            <label class="button file-button">
                <Icon name="in"/>
                <span>{choose}</span>
                <input
                    type="file"
                    id=id
                    multiple=multiple
                    accept=accept
                    class="visually-hidden"
                    on:change=chosen
                />
            </label>
        </div>
    }
}
