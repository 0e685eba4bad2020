//! Streams of the browser as streams of Rust and the other way round: as much of the crate
//! `wasm-streams` as Leptos's server functions call.
//!
//! Leptos brings that crate along although the page has no server functions. It exports classes to
//! JavaScript, and what is exported no linker drops: 5.6 KB of the download, compressed with
//! brotli, and another of the code around it. Here nothing is exported, so that nothing is linked.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::stream::{self, Stream, StreamExt as _};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{ReadableStreamDefaultController, ReadableStreamDefaultReader};

/// A stream to read from.
pub struct ReadableStream(web_sys::ReadableStream);

type Chunks = Pin<Box<dyn Stream<Item = Result<JsValue, JsValue>>>>;

impl ReadableStream {
    /// Takes the browser's stream.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// The browser's stream.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Its chunks as they come; ends after an error.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        let reader = self.0.get_reader().unchecked_into::<ReadableStreamDefaultReader>();
        stream::unfold(Some(reader), |reader| async move {
            let reader = reader?;
            match JsFuture::from(reader.read()).await {
                Ok(read) => {
                    let done = Reflect::get(&read, &"done".into()).ok()?.is_truthy();
                    let chunk = Reflect::get(&read, &"value".into()).ok()?;
                    (!done).then_some((Ok(chunk), Some(reader)))
                }
                Err(error) => Some((Err(error), None)),
            }
        })
    }

    /// A stream of the browser that gives these chunks, each when it is asked for.
    pub fn from_stream(chunks: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        let chunks: Rc<RefCell<Chunks>> = Rc::new(RefCell::new(Box::pin(chunks)));
        let pull = move |controller: ReadableStreamDefaultController| -> Promise {
            let chunks = Rc::clone(&chunks);
            future_to_promise(async move {
                // The browser asks for one chunk at a time.
                let next =
                    std::future::poll_fn(|context| chunks.borrow_mut().poll_next_unpin(context));
                match next.await {
                    Some(Ok(chunk)) => controller.enqueue_with_chunk(&chunk)?,
                    Some(Err(error)) => return Err(error),
                    None => controller.close()?,
                }
                Ok(JsValue::UNDEFINED)
            })
        };
        let pull = Closure::<dyn Fn(ReadableStreamDefaultController) -> Promise>::new(pull);
        let source = Object::new();
        // Setting a member of a fresh plain object has nothing to refuse it.
        let _ = Reflect::set(&source, &"pull".into(), &pull.into_js_value());
        let made = web_sys::ReadableStream::new_with_underlying_source(&source);
        Self(made.unwrap_or_else(|error| wasm_bindgen::throw_val(error)))
    }
}
