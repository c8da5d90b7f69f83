/**
 * What PowerShell and .NET need of the environment: folders, language, proxies, authorities. The module is somebody else's code and gets a token
 * of its own, so the deployer's credentials stay out of its process.
 */
const names = new Set(
  [
    ["PATH", "PATHEXT", "PSModulePath", "HOME", "USER", "USERNAME", "LOGNAME", "LANG", "TZ", "TEMP", "TMP", "TMPDIR"],
    ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"],
    ["SystemRoot", "SystemDrive", "windir", "ComSpec", "OS", "COMPUTERNAME", "USERDOMAIN", "USERPROFILE", "HOMEDRIVE"],
    ["HOMEPATH", "APPDATA", "LOCALAPPDATA", "ProgramData", "ALLUSERSPROFILE", "PUBLIC", "ProgramFiles", "ProgramW6432"],
    ["ProgramFiles(x86)", "CommonProgramFiles", "CommonProgramW6432", "CommonProgramFiles(x86)"],
    ["PROCESSOR_ARCHITECTURE", "NUMBER_OF_PROCESSORS"],
  ]
    .flat()
    .map((each) => each.toUpperCase()),
);
const families = /^(?:LC_|XDG_|DOTNET_)/i;

export function pwshEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => names.has(name.toUpperCase()) || families.test(name));
  return {
    ...Object.fromEntries(kept),
    POWERSHELL_TELEMETRY_OPTOUT: "1",
    POWERSHELL_UPDATECHECK: "Off",
    NO_COLOR: "1",
  };
}
