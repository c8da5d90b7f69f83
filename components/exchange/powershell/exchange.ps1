#Requires -Version 7.2
<#
Runs cmdlets of the module ExchangeOnlineManagement for pwsh-transport.ts.

Standard input, a JSON document a line: first {"accessToken", "organization", "environment"}, then requests {"id", "cmdlet", "parameters", "first"?}.
Standard output, a JSON document a line, each with "consentra": 1: first {"ready", "module", "powershell"} or {"stage", "fault"}, then
{"id", "objects"} or {"id", "fault"}, one for each request, in their order. Other lines are what PowerShell or the module had to say.

Values are only ever parsed and splatted, to a cmdlet that this file names. Whoever ends standard input ends the session.
#>

$allowedCmdlets = @(
    'Add-DistributionGroupMember'
    'Get-ApplicationAccessPolicy'
    'Get-CASMailbox'
    'Get-DistributionGroup'
    'Get-DistributionGroupMember'
    'Get-ManagementRoleAssignment'
    'Get-ManagementScope'
    'Get-OrganizationConfig'
    'Get-Recipient'
    'Get-ServicePrincipal'
    'New-ApplicationAccessPolicy'
    'New-DistributionGroup'
    'New-ManagementRoleAssignment'
    'New-ManagementScope'
    'New-ServicePrincipal'
    'Remove-ApplicationAccessPolicy'
    'Remove-DistributionGroup'
    'Remove-DistributionGroupMember'
    'Remove-ManagementRoleAssignment'
    'Remove-ManagementScope'
    'Remove-ServicePrincipal'
    'Set-ApplicationAccessPolicy'
    'Set-DistributionGroup'
    'Set-ManagementRoleAssignment'
    'Set-ManagementScope'
    'Set-ServicePrincipal'
    'Test-ApplicationAccessPolicy'
    'Test-ServicePrincipalAuthorization'
)

# Not ConvertFrom-Json: it turns text that looks like a date into one.
function ConvertFrom-Element {
    param([System.Text.Json.JsonElement] $Element)

    $kind = $Element.ValueKind.ToString()
    if ($kind -eq 'Object') {
        $table = @{}
        foreach ($property in $Element.EnumerateObject()) {
            if (-not $property.Name.Contains('@')) {
                $table[$property.Name] = ConvertFrom-Element -Element $property.Value
            }
        }
        return $table
    }
    if ($kind -eq 'Array') {
        $items = [System.Collections.Generic.List[object]]::new()
        foreach ($each in $Element.EnumerateArray()) {
            $items.Add((ConvertFrom-Element -Element $each))
        }
        # The comma keeps a list of one, or none, a list.
        return , $items.ToArray()
    }
    if ($kind -eq 'String') { return $Element.GetString() }
    if ($kind -eq 'True') { return $true }
    if ($kind -eq 'False') { return $false }
    if ($kind -eq 'Number') { return $Element.GetInt32() }
    return $null
}

function Read-Message {
    param([System.IO.TextReader] $Reader)

    $line = $Reader.ReadLine()
    if ($null -eq $line) { return $null }
    $document = [System.Text.Json.JsonDocument]::Parse($line)
    return ConvertFrom-Element -Element $document.RootElement
}

function Write-Message {
    param([System.IO.TextWriter] $Writer, [System.Collections.IDictionary] $Message)

    $Message['consentra'] = 1
    # Whatever the module wrote before without ending its line.
    $Writer.WriteLine()
    $Writer.WriteLine((ConvertTo-Json -InputObject $Message -Compress -Depth 8))
    $Writer.Flush()
}

# What JSON has no form for goes as text, as the service's own REST answers have it.
function ConvertTo-Plain {
    param($Value)

    if ($null -eq $Value) { return $null }
    if ($Value -is [bool] -or $Value -is [int] -or $Value -is [long] -or $Value -is [double]) { return $Value }
    if ($Value -is [string]) { return $Value.ToString() }
    if ($Value -is [datetime]) {
        return $Value.ToUniversalTime().ToString('o', [System.Globalization.CultureInfo]::InvariantCulture)
    }
    if ($Value -is [System.Collections.IDictionary]) {
        $table = [ordered] @{}
        foreach ($key in $Value.Keys) {
            $table[$key.ToString()] = ConvertTo-Plain -Value $Value[$key]
        }
        return $table
    }
    if ($Value -is [System.Collections.IEnumerable]) {
        $items = [System.Collections.Generic.List[object]]::new()
        foreach ($each in $Value) {
            $items.Add((ConvertTo-Plain -Value $each))
        }
        return , $items.ToArray()
    }
    return $Value.ToString()
}

function ConvertTo-Row {
    param($Object)

    $row = [ordered] @{}
    foreach ($property in $Object.PSObject.Properties) {
        $row[$property.Name] = ConvertTo-Plain -Value $property.Value
    }
    return $row
}

function ConvertTo-Fault {
    param([System.Management.Automation.ErrorRecord] $Record)

    $types = [System.Collections.Generic.List[object]]::new()
    $exception = $Record.Exception
    while ($null -ne $exception) {
        $types.Add($exception.GetType().FullName)
        $exception = $exception.InnerException
    }
    $message = $Record.Exception.Message
    if ($null -ne $Record.ErrorDetails) { $message = $Record.ErrorDetails.Message }
    return [ordered] @{ message = $message; types = $types.ToArray(); id = $Record.FullyQualifiedErrorId }
}

function Connect-Session {
    param([System.Collections.IDictionary] $Session, [string[]] $Cmdlets)

    $connection = @{
        AccessToken             = $Session['accessToken']
        Organization            = $Session['organization']
        ExchangeEnvironmentName = $Session['environment']
        CommandName             = $Cmdlets
        ShowBanner              = $false
        SkipLoadingFormatData   = $true
        ErrorAction             = 'Stop'
    }
    Connect-ExchangeOnline @connection | Out-Null
}

function Invoke-Request {
    param([System.Collections.IDictionary] $Request, [string[]] $Cmdlets)

    $position = [array]::IndexOf($Cmdlets, $Request['cmdlet'])
    if ($position -lt 0) {
        return [ordered] @{ id = $Request['id']; fault = [ordered] @{ message = 'not a cmdlet of this script'; types = @(); id = 'NotListed' } }
    }
    $rows = [System.Collections.Generic.List[object]]::new()
    try {
        $command = Get-Command -Name $Cmdlets[$position] -CommandType @('Function', 'Cmdlet') -ListImported -ErrorAction Ignore | Select-Object -First 1
        if ($null -eq $command) {
            return [ordered] @{ id = $Request['id']; fault = [ordered] @{ message = 'not among the cmdlets that this identity may run'; types = @(); id = 'NotOffered' } }
        }
        $parameters = $Request['parameters']
        # Left out, the module answers with the first thousand and a warning.
        if ($command.Parameters.ContainsKey('ResultSize')) {
            $parameters['ResultSize'] = 'Unlimited'
            if ($null -ne $Request['first']) { $parameters['ResultSize'] = $Request['first'] }
        }
        if ($command.Parameters.ContainsKey('Confirm')) { $parameters['Confirm'] = $false }
        $parameters['ErrorAction'] = 'Stop'
        foreach ($each in @(& $command @parameters)) {
            if ($null -ne $each) { $rows.Add((ConvertTo-Row -Object $each)) }
        }
    }
    catch {
        return [ordered] @{ id = $Request['id']; fault = ConvertTo-Fault -Record $_ }
    }
    return [ordered] @{ id = $Request['id']; objects = $rows.ToArray() }
}

function Start-Session {
    param([string[]] $Cmdlets)

    # Of this function and those below it only: the module keeps its own.
    $ErrorActionPreference = 'Stop'
    $encoding = [System.Text.UTF8Encoding]::new($false)
    $reader = [System.IO.StreamReader]::new([System.Console]::OpenStandardInput(), $encoding)
    $writer = [System.IO.StreamWriter]::new([System.Console]::OpenStandardOutput(), $encoding)
    $stage = 'start'
    try {
        $session = Read-Message -Reader $reader
        if ($null -eq $session) { return }
        $stage = 'module'
        # Tokens are taken since 3.1.0.
        Import-Module -Name ExchangeOnlineManagement -MinimumVersion 3.1.0
        $module = Get-Module -Name ExchangeOnlineManagement | Select-Object -First 1
        $stage = 'connect'
        Connect-Session -Session $session -Cmdlets $Cmdlets
        $session = $null
        Write-Message -Writer $writer -Message ([ordered] @{
                ready      = $true
                module     = $module.Version.ToString()
                powershell = $PSVersionTable.PSVersion.ToString()
            })
    }
    catch {
        Write-Message -Writer $writer -Message ([ordered] @{
                stage      = $stage
                powershell = $PSVersionTable.PSVersion.ToString()
                fault      = ConvertTo-Fault -Record $_
            })
        return
    }
    $request = Read-Message -Reader $reader
    while ($null -ne $request) {
        Write-Message -Writer $writer -Message (Invoke-Request -Request $request -Cmdlets $Cmdlets)
        $request = Read-Message -Reader $reader
    }
    # Takes away what the module keeps of the session in the folder for temporary files.
    Disconnect-ExchangeOnline -Confirm:$false -ErrorAction SilentlyContinue | Out-Null
}

# Progress bars and warnings would stand between the answers.
$global:ProgressPreference = 'SilentlyContinue'
$global:WarningPreference = 'SilentlyContinue'
$global:InformationPreference = 'SilentlyContinue'

Start-Session -Cmdlets $allowedCmdlets
