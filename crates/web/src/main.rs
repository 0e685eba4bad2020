//! Mounts the form once its words and settings are there.
#![forbid(unsafe_code)]

use client_profile_web::app::{App, page};
use client_profile_web::config::Config;
use client_profile_web::{boot, document, flow, host, rules};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    std::panic::set_hook(Box::new(|_| boot::stopped()));
    spawn_local(start());
}

async fn start() {
    let config = Config::read(&boot::config().await);
    let Some(words) = boot::words(&boot::language()).await else {
        boot::stopped();
        return;
    };
    let root = document::document().and_then(|document| document.get_element_by_id("app"));
    let Some(root) = root.and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok()) else {
        boot::stopped();
        return;
    };
    root.set_text_content(None);
    client_profile_web::element::mount(root, move || {
        let app = App::new(words, config);
        spawn_local(begin(app));
        page(app)
    })
    .forget();
    boot::started();
}

async fn begin(app: App) {
    host::offer(app);
    if let Some(rules) = boot::rules().await {
        rules::use_fetched(app, &rules);
    }
    flow::begin(app);
}
