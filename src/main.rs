//! The app as one page, and the cuts at which its code comes in parts: what is reached only through
//! one of the functions below is not in the first download.

use doorstep::parts::{
    self, Arrival, DoorScreen, EstateScreen, LockScreen, NotebookScreen, OfficeScreen, Parts,
    PlanScreen, SettingsScreen, SurveyScreen, Upkeep, WayScreen,
};

/// The way to a part leads through a function that the build moves, with all that only it calls,
/// to a module of its own. Without the feature all is in one piece, which is quicker to build.
macro_rules! part {
    ($part:ident: $screen:ty) => {
        #[cfg(not(feature = "split"))]
        fn $part() -> Arrival<$screen> {
            Box::pin(async { Ok(parts::$part::open()) })
        }

        #[cfg(feature = "split")]
        fn $part() -> Arrival<$screen> {
            use leptos::wasm_split::{SplitLoaderError, wasm_split};

            #[wasm_split($part, fallible, wasm_split_path = leptos::wasm_split)]
            fn open() -> Result<parts::Show<$screen>, SplitLoaderError> {
                Ok(parts::$part::open())
            }
            Box::pin(async { open().await.map_err(|_| parts::NotLoaded) })
        }
    };
}

part!(survey: SurveyScreen);
part!(office: OfficeScreen);
part!(settings: SettingsScreen);
part!(lock: LockScreen);
part!(door: DoorScreen);
part!(way: WayScreen);
part!(estate: EstateScreen);
part!(plan: PlanScreen);
part!(notebook: NotebookScreen);
part!(upkeep: Upkeep);

fn main() {
    doorstep::start(&Parts {
        survey,
        office,
        settings,
        lock,
        door,
        way,
        estate,
        plan,
        notebook,
        upkeep,
    });
}
