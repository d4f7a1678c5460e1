Scalar.createApiReference("#reference", {
  url: "openapi.json",
  localization: { locale: "zh-CN" },
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  persistAuth: false,
  customCss:
    ':root{--scalar-font:"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;' +
    '--scalar-font-code:"Noto Sans Mono CJK SC",Consolas,monospace}',
});
