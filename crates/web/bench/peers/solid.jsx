// Solid with the rules by hand.

import { For, Match, Show, Switch, onMount } from "solid-js";
import { createStore } from "solid-js/store";
import { render } from "solid-js/web";

import { check } from "./hand.js";
import { COUNTRIES, EMPTY, FIELDS, called, load, save } from "./shared.js";

function Profile() {
  const [values, setValues] = createStore({ ...EMPTY });
  const [errors, setErrors] = createStore({});

  onMount(async () => setValues(await load()));

  const typed = (name) => (event) => {
    setValues(name, event.target.value);
    if (errors[name]) setErrors(name, check(name, values[name]));
  };
  const left = (name) => () => setErrors(name, check(name, values[name]));
  const submit = (event) => {
    event.preventDefault();
    const found = FIELDS.map(({ name }) => [name, check(name, values[name])]);
    setErrors(Object.fromEntries(found));
    if (found.every(([, error]) => !error)) save({ ...values });
  };

  const Control = ({ field: { name, kind, choices, blank } }) => {
    const described = () => (errors[name] ? `${name}-error` : undefined);
    return (
      <Switch>
        <Match when={kind === "text"}>
          <input
            id={name}
            type="text"
            value={values[name]}
            aria-invalid={Boolean(errors[name])}
            aria-describedby={described()}
            onInput={typed(name)}
            onBlur={left(name)}
          />
        </Match>
        <Match when={kind === "textarea"}>
          <textarea
            id={name}
            rows="3"
            value={values[name]}
            aria-invalid={Boolean(errors[name])}
            aria-describedby={described()}
            onInput={typed(name)}
            onBlur={left(name)}
          />
        </Match>
        <Match when={kind === "radio"}>
          <For each={choices}>
            {(word) => (
              <label>
                <input
                  type="radio"
                  name={name}
                  value={word}
                  checked={values[name] === word}
                  aria-invalid={Boolean(errors[name])}
                  aria-describedby={described()}
                  onChange={typed(name)}
                  onBlur={left(name)}
                />{" "}
                {called(word)}
              </label>
            )}
          </For>
        </Match>
        <Match when={kind === "select"}>
          <select
            id={name}
            value={values[name]}
            aria-invalid={Boolean(errors[name])}
            aria-describedby={described()}
            onChange={typed(name)}
            onBlur={left(name)}
          >
            <option value="">{blank}</option>
            <For each={COUNTRIES}>{([code, title]) => <option value={code}>{title}</option>}</For>
          </select>
        </Match>
      </Switch>
    );
  };

  return (
    <form noValidate onSubmit={submit}>
      <h1>Your client profile</h1>
      <For each={FIELDS}>
        {(field) => (
          <div class="field">
            <label for={field.name}>{field.label}</label>
            <Show when={errors[field.name]}>
              <p id={`${field.name}-error`} class="error">
                {errors[field.name]}
              </p>
            </Show>
            <Control field={field} />
          </div>
        )}
      </For>
      <button>Save</button>
    </form>
  );
}

render(() => <Profile />, document.getElementById("app"));
