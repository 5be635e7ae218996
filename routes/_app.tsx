import { define } from "@/lib/define.ts";

export default define.layout(function App({ Component }) {
  return (
    <html lang="en-CA">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Fusion Maintenance</title>
      </head>
      <body>
        <main>
          <Component />
        </main>
      </body>
    </html>
  );
});
