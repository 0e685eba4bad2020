// React with react-hook-form and zod, as their documentation has it.

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";

import { schema } from "./schema.js";
import { COUNTRIES, EMPTY, FIELDS, called, load, save } from "./shared.js";

function Control({ field, register, error }) {
  const { name, kind, choices, blank } = field;
  const described = error ? `${name}-error` : undefined;
  const common = { ...register(name), "aria-invalid": Boolean(error), "aria-describedby": described };
  if (kind === "textarea") return <textarea id={name} rows="3" {...common} />;
  if (kind === "text") return <input id={name} type="text" {...common} />;
  if (kind === "radio") {
    return choices.map((word) => (
      <label key={word}>
        <input type="radio" value={word} {...common} /> {called(word)}
      </label>
    ));
  }
  return (
    <select id={name} {...common}>
      <option value="">{blank}</option>
      {COUNTRIES.map(([code, title]) => (
        <option key={code} value={code}>
          {title}
        </option>
      ))}
    </select>
  );
}

function Profile() {
  const form = useForm({ mode: "onTouched", resolver: zodResolver(schema), defaultValues: EMPTY });
  const { register, handleSubmit, reset, formState } = form;
  useEffect(() => {
    load().then(reset);
  }, [reset]);
  return (
    <form noValidate onSubmit={handleSubmit(save)}>
      <h1>Your client profile</h1>
      {FIELDS.map((field) => {
        const error = formState.errors[field.name]?.message;
        return (
          <div key={field.name} className="field">
            <label htmlFor={field.name}>{field.label}</label>
            {error && (
              <p id={`${field.name}-error`} className="error">
                {error}
              </p>
            )}
            <Control field={field} register={register} error={error} />
          </div>
        );
      })}
      <button>Save</button>
    </form>
  );
}

createRoot(document.getElementById("app")).render(<Profile />);
