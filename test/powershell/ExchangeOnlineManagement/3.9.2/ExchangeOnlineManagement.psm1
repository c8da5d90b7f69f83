# Where the simulated tenant is, is in tenant.json beside this file: {"origin", "tenantId"}.
$tenant = Get-Content -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath 'tenant.json') -Raw | ConvertFrom-Json
$session = @{}

function Connect-ExchangeOnline {
    [CmdletBinding()]
    param(
        [string] $AccessToken,
        [string] $Organization,
        [string] $ExchangeEnvironmentName,
        [string[]] $CommandName,
        [switch] $SkipLoadingFormatData,
        [bool] $ShowBanner = $true
    )

    $session['token'] = $AccessToken
    Write-Host 'What a module says stands between the answers.'
    foreach ($name in $CommandName) {
        Set-Item -Path ('function:global:' + $name) -Value { Invoke-Tenant -Cmdlet $MyInvocation.MyCommand.Name -Bound $args }
    }
}

function Disconnect-ExchangeOnline {
    [CmdletBinding()]
    param([switch] $Confirm)

    $session.Clear()
}

function Invoke-Tenant {
    param([string] $Cmdlet, [object[]] $Bound)

    $parameters = @{}
    for ($index = 0; $index -lt $Bound.Count; $index += 2) {
        $name = $Bound[$index].ToString().Trim('-', ':')
        if ($name -ne 'ErrorAction') { $parameters[$name] = $Bound[$index + 1] }
    }
    $content = ConvertTo-Json -InputObject @{ CmdletInput = @{ CmdletName = $Cmdlet; Parameters = $parameters } } -Depth 8 -Compress
    $request = @{
        Uri                  = $tenant.origin + '/adminapi/beta/' + $tenant.tenantId + '/InvokeCommand'
        Method               = 'Post'
        Headers              = @{ Authorization = 'Bearer ' + $session['token']; 'Accept-Encoding' = 'identity' }
        ContentType          = 'application/json; charset=utf-8'
        Body                 = [System.Text.Encoding]::UTF8.GetBytes($content)
        # The simulated tenant on this machine has an authority of its own.
        SkipCertificateCheck = $true
        SkipHttpErrorCheck   = $true
    }
    while ($null -ne $request['Uri']) {
        $answer = Invoke-WebRequest @request
        if ($answer.StatusCode -eq 403) { throw 'Response status code does not indicate success: 403 (Forbidden).' }
        $wire = $answer.Content | ConvertFrom-Json
        if ($null -ne $wire.error) { throw $wire.error.details[0].message }
        foreach ($row in $wire.value) {
            $row.PSObject.Properties.Remove('Identity@odata.type')
            $row
        }
        $request['Uri'] = $wire.'@odata.nextLink'
    }
}
