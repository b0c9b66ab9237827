//! A dialog over the page.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast};

/// Shows its content while `open`; Escape, a tap beside it or its content close it.
#[component]
pub fn Sheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The id of its heading.
    #[prop(into)]
    labelled_by: String,
    /// What is in it, built anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    let beside = move |event: ev::MouseEvent| {
        let on = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let itself = dialog.get_untracked();
        if itself.is_some_and(|dialog| dialog.is_same_node(on.as_ref())) {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="sheet"
            aria-labelledby=labelled_by
            on:close=move |_| {
                let _ = open.try_set(false);
            }
            on:click=beside
        >
            <div class="sheet-body">
                <Show when=move || open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
